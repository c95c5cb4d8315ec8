// What a lock screen would give away: a banner with the first words of each new message.

import { make } from "./dom.js";
import { nameOf } from "./media.js";
import { known } from "./state.js";

const FIRST_WORDS = 60;
const SHOWN_MS = 3500;

/** Drop a banner for a new message; a silent one is grey, a spoiler stays covered. */
export function lockScreen(root, message) {
  const banner = make("div", { class: `lock-banner ${message.silent ? "silent" : ""}` },
    make("b", { text: known.bot.name }), make("small", { text: message.silent ? "now, no sound" : "now" }),
    make("span", { class: "lock-text", text: firstWords(message), dir: "auto" }));
  root.replaceChildren(banner);
  setTimeout(() => banner.remove(), SHOWN_MS);
}

function firstWords(message) {
  const words = [...covered(message).replaceAll("\n", " ")];
  const media = message.media ? nameOf(message.media) : "";
  return words.length ? words.slice(0, FIRST_WORDS).join("") + (words.length > FIRST_WORDS ? "…" : "") : media;
}

function covered({ text, entities }) {
  let shown = text;
  for (const { type, offset, length } of entities) {
    if (type === "spoiler") shown = shown.slice(0, offset) + "▒".repeat(length) + shown.slice(offset + length);
  }
  return shown;
}
