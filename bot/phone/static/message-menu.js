// What can be done with one message on its phone.

import { post } from "./api.js";
import { attempt, copyText } from "./links.js";
import { openMenu } from "./popups.js";

const REACTIONS = ["👍", "❤", "🙏", "😢"];

/** Open the menu of a bubble. */
export function messageMenu(bubble) {
  openMenu(bubble.querySelector(".message-menu"), items(bubble), null);
}

function items(bubble) {
  const { message, phone } = bubble;
  const user = phone.user_id;
  const ask = (name, detail) => bubble.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  const own = message.from === "person";
  return [
    { label: "Reply", run: () => ask("reply-to", message) },
    own && message.text ? { label: "Edit", run: () => ask("edit-message", message) } : null,
    message.text && !message.protected ? { label: "Copy text", run: () => copyText(message.text, phone) } : null,
    ...(own ? [] : REACTIONS.map((emoji) => ({ label: `React ${emoji}`, run: () => attempt(phone, post("/react", { user, message: message.id, emoji })) }))),
    { label: "Delete", run: () => attempt(phone, post("/delete", { user, message: message.id })) },
  ].filter(Boolean);
}
