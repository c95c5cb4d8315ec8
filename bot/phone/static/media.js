// What a message carries besides text, as elements.

import { icon, make } from "./dom.js";

const address = (media) => `/file/${encodeURIComponent(media.file_id)}`;

const NAMES = {
  photo: "Photo", voice: "Voice message", video_note: "Round video", video: "Video", document: "File", sticker: "Sticker",
  animation: "Animation", audio: "Audio", dice: "Dice", location: "Location", contact: "Contact", poll: "Poll",
  users_shared: "Shared contact",
};

/** "Photo", "Voice message", …: for banners, reply headers and screen readers. */
export const nameOf = (media) => media.name ?? NAMES[media.kind] ?? media.kind;

/** The element for a medium. */
export function mediaBlock(media) {
  switch (media.kind) {
    case "photo": return picture(media);
    case "voice": case "audio": return sound(media);
    case "sticker": return make("div", { class: "sticker", text: media.details.emoji ?? "🙂", role: "img", "aria-label": "Sticker" });
    case "dice": return make("div", { class: "sticker" }, media.details.emoji ?? "🎲", make("small", { text: ` ${media.details.value ?? ""}` }));
    case "contact": return contact(media.details);
    case "location": return place(media.details);
    case "video_note": case "video": case "animation": return row("video", media);
    case "document": return row("file", media);
    default: return make("div", { class: "media-row" }, make("span", { text: NAMES[media.kind] ?? media.kind }));
  }
}

function picture(media) {
  const image = make("img", { class: "picture", src: address(media), alt: "Photo", loading: "lazy" });
  image.addEventListener("error", () => image.replaceWith(row("file", media)));
  return image;
}

function sound(media) {
  const player = make("audio", { controls: true, preload: "none", src: address(media), "aria-label": NAMES[media.kind] });
  return make("div", { class: "media-row sound" }, icon("mic"), player);
}

function row(drawing, media) {
  return make("a", { class: "media-row", href: address(media), download: media.name ?? media.kind },
    make("span", { class: "media-icon" }, icon(drawing)),
    make("span", { class: "media-text" }, make("b", { text: nameOf(media), dir: "auto" }), make("small", { text: size(media.size) })));
}

function contact(details) {
  const name = [details.first_name, details.last_name].filter(Boolean).join(" ");
  return make("div", { class: "media-row" }, make("span", { class: "media-icon" }, icon("person")),
    make("span", { class: "media-text" }, make("b", { text: name, dir: "auto" }), make("small", { text: details.phone_number ?? "" })));
}

function place(details) {
  const where = [details.latitude, details.longitude].filter((part) => part !== undefined).join(", ");
  return make("div", { class: "media-row" }, make("span", { class: "media-icon" }, icon("pin")),
    make("span", { class: "media-text" }, make("b", { text: "Location" }), make("small", { text: where })));
}

function size(bytes) {
  if (bytes === null) return "";
  return bytes < 1024 ? `${bytes} B` : bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
