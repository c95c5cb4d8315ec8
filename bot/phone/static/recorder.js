// Recording a voice message; without a microphone, or without leave to use it, a silent sample takes its place.

import { sendVoice, silence } from "./attach.js";
import { make } from "./dom.js";

/** A bar that counts while recording; `done` is called when it is over, sent or not. */
export async function record(phone, done) {
  const microphone = await listen();
  const chunks = [];
  const recorder = microphone && new MediaRecorder(microphone);
  recorder?.addEventListener("dataavailable", ({ data }) => chunks.push(data));
  recorder?.start();
  const clock = make("span", { class: "recording-time", text: "0:00" });
  const began = performance.now();
  const counting = setInterval(() => { clock.textContent = minutes(performance.now() - began); }, 250);
  const stop = async () => {
    clearInterval(counting);
    if (recorder) await new Promise((resolve) => { recorder.addEventListener("stop", resolve); recorder.stop(); });
    microphone?.getTracks().forEach((track) => track.stop());
    done();
  };
  const send = async () => {
    await stop();
    if (recorder) await sendVoice(phone, new Blob(chunks, { type: recorder.mimeType }), "voice.webm");
    else await sendVoice(phone, silence(), "voice.wav");
  };
  return make("div", { class: "recording" }, make("span", { class: "recording-dot" }), clock,
    make("span", { class: "recording-note", text: recorder ? "Recording" : "No microphone: a silent sample" }),
    make("button", { type: "button", text: "Cancel", onclick: stop }),
    make("button", { type: "button", class: "primary", text: "Send", onclick: send }));
}

async function listen() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null;
  }
}

const minutes = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
