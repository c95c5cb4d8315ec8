// Everything that can be sent besides a typed text.

import { upload, post } from "./api.js";
import { make } from "./dom.js";
import { attempt } from "./links.js";
import { ask, openMenu } from "./popups.js";

/** Open the attach menu of a phone beside `anchor`. */
export function attachMenu(anchor, phone) {
  const send = (kind) => attempt(phone, upload("/media", { user: phone.user_id, kind }));
  openMenu(anchor, [
    { label: "Photo…", run: () => pick(phone, "photo", "image/*") },
    { label: "Sample photo", run: () => sendSample(phone) },
    { label: "File…", run: () => pick(phone, "document", "") },
    { label: "Voice message", hint: "a silent sample", run: () => sendVoice(phone, silence(), "voice.wav") },
    { label: "Round video", hint: "a sample", run: () => send("video_note") },
    { label: "Sticker", run: () => attempt(phone, upload("/sticker", { user: phone.user_id })) },
    { label: "Location", run: () => send("location") },
    { label: "Contact", run: () => send("contact") },
    { label: "Dice", run: () => send("dice") },
    { label: "Poll", run: () => send("poll") },
    { label: "Forwarded message…", run: () => forward(phone) },
  ], "Attach");
}

/** Send a recording. */
export function sendVoice(phone, blob, filename) {
  return attempt(phone, upload("/voice", { user: phone.user_id }, new File([blob], filename, { type: blob.type })));
}

/** Send files as they were picked, dropped or pasted: together, so that several become an album. */
export function sendFiles(phone, kind, files) {
  return attempt(phone, upload("/media", { user: phone.user_id, kind }, ...files));
}

/** One second of silence, for computers without a microphone. */
export function silence() {
  const rate = 8000;
  const view = new DataView(new ArrayBuffer(44 + rate));
  const word = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  word(0, "RIFF"); view.setUint32(4, 36 + rate, true); word(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, rate, true); view.setUint32(28, rate, true); view.setUint16(32, 1, true); view.setUint16(34, 8, true);
  word(36, "data"); view.setUint32(40, rate, true);
  new Uint8Array(view.buffer).fill(128, 44);
  return new Blob([view], { type: "audio/wav" });
}

function pick(phone, kind, accept) {
  const input = make("input", { type: "file", accept, multiple: true, hidden: true, "aria-label": "File to send" });
  input.addEventListener("change", () => { sendFiles(phone, kind, [...input.files]); input.remove(); });
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

function sendSample(phone) {
  const canvas = make("canvas", { width: 480, height: 320 });
  const pen = canvas.getContext("2d");
  const sky = pen.createLinearGradient(0, 0, 0, 320);
  sky.addColorStop(0, "#8fb7d9");
  sky.addColorStop(0.6, "#f3d9b8");
  sky.addColorStop(1, "#53705c");
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 480, 320);
  canvas.toBlob((blob) => sendFiles(phone, "photo", [new File([blob], "sample.png", { type: "image/png" })]), "image/png");
}

async function forward(phone) {
  const given = await ask("A forwarded message", [{ name: "text", label: "Somebody else's words", long: true }], "Forward");
  if (given) await attempt(phone, post("/forward", { user: phone.user_id, text: given.text }));
}
