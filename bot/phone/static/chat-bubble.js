// One message: a bubble keyed by its id, drawn anew on every edit.

import { post } from "./api.js";
import { icon, iconButton, make } from "./dom.js";
import { render, tick } from "./entities.js";
import { attempt, copyText, openLink } from "./links.js";
import { mediaBlock, nameOf } from "./media.js";
import { messageMenu } from "./message-menu.js";
import { known } from "./state.js";
import { shortTime } from "./time.js";

const HOLD_MS = 500;

class ChatBubble extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.addEventListener("contextmenu", (event) => { event.preventDefault(); this.openMenu(); });
    this.addEventListener("pointerdown", (event) => this.hold(event));
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) this.addEventListener(end, () => clearTimeout(this.holding));
  }

  hold(event) {
    if (event.pointerType === "touch") this.holding = setTimeout(() => this.openMenu(), HOLD_MS);
  }

  /** Draw a message; an edit keeps the place, the focus and a revealed spoiler's reader. */
  show(message, phone, { morph = false } = {}) {
    const focused = this.contains(document.activeElement) ? document.activeElement.dataset.place ?? "" : null;
    this.message = message;
    this.phone = phone;
    this.dataset.messageId = message.id;
    this.dataset.from = message.from;
    this.classList.toggle("album", message.album !== null);
    this.replaceChildren(this.bubble(), ...this.keyboard());
    this.classList.toggle("bare", ["sticker", "dice"].includes(message.media?.kind));
    if (morph) this.flash();
    if (focused !== null) (this.querySelector(`[data-place="${focused}"]`) ?? this.querySelector(".inline-keyboard button"))?.focus();
  }

  bubble() {
    const { message, phone } = this;
    // The time stands inside the text's block: it then floats to the line's end in either writing direction.
    const body = message.text
      ? make("div", { class: "body", dir: "auto" },
        make("span", { class: "text" }, render(message.text, message.entities, phone)), this.meta())
      : this.meta();
    return make("div", { class: "bubble" },
      make("span", { class: "sr-only", text: message.from === "bot" ? `${known.bot.name}:` : "You:" }),
      this.origin(), this.quoted(), message.media ? mediaBlock(message.media) : null, body, this.reactions(),
      iconButton("more", "Message menu", () => this.openMenu(), { class: "icon-button message-menu", "aria-haspopup": "menu" }));
  }

  origin() {
    const { forwarded_from: origin } = this.message;
    return origin ? make("p", { class: "origin", text: `Forwarded from ${origin}` }) : null;
  }

  quoted() {
    const { reply_to: id, quote } = this.message;
    if (id === null) return null;
    const first = this.phone.messages.get(id);
    const words = quote ?? (first ? first.text || nameOf(first.media) : "Deleted message");
    return make("button", { type: "button", class: "quoted-reply", onclick: () => this.jump(id) },
      make("b", { text: first?.from === "person" ? this.phone.name : known.bot.name }), make("span", { text: words, dir: "auto" }));
  }

  jump(id) {
    const target = this.parentElement.querySelector(`[data-message-id="${id}"]`);
    target?.scrollIntoView({ block: "center" });
    target?.flash();
  }

  flash() {
    this.classList.remove("morph");
    requestAnimationFrame(() => this.classList.add("morph"));
  }

  meta() {
    const { message, phone } = this;
    const own = message.from === "person";
    return make("span", { class: "meta" },
      message.pinned ? make("span", { text: "pinned" }) : null,
      message.protected ? make("span", { text: "protected", title: "Cannot be forwarded or copied" }) : null,
      own && message.edited ? make("span", { class: "edited", text: "edited" }) : null,
      make("time", { datetime: new Date(message.date * 1000).toISOString(), text: shortTime(message.date * 1000, phone) }),
      own ? make("span", { class: "ticks", role: "img", "aria-label": "Delivered" }, icon("check")) : null);
  }

  reactions() {
    const { bot, person } = this.message.reactions;
    if (!bot && !person) return null;
    return make("div", { class: "reactions" },
      bot ? make("span", { class: "reaction", "data-by": "bot", text: bot, title: `${known.bot.name} reacted` }) : null,
      person ? make("button", { type: "button", class: "reaction", "data-by": "person", text: person, title: "Take back",
        onclick: () => attempt(this.phone, post("/react", { user: this.phone.user_id, message: this.message.id, emoji: null })) }) : null);
  }

  keyboard() {
    if (!this.message.rows.length) return [];
    return [make("div", { class: "inline-keyboard" }, ...this.message.rows.map((buttons, row) =>
      make("div", { class: "key-row" }, ...buttons.map((button, column) => this.key(button, row, column)))))];
  }

  key(button, row, column) {
    const kind = button.url ? "url" : button.copy_text ? "copy" : "callback";
    const title = { url: button.url, copy: "Copies a text" }[kind] ?? null;
    return make("button", { type: "button", class: `key ${button.style ?? ""}`, title, "data-kind": kind, "data-place": `${row}.${column}`,
      onclick: (event) => this.tap(button, row, column, event.currentTarget) }, make("span", { text: button.text, dir: "auto" }));
  }

  tap(button, row, column, element) {
    if (button.url) return openLink(button.url, this.phone, element);
    if (button.copy_text) return copyText(button.copy_text.text, this.phone);
    element.classList.add("busy");
    return attempt(this.phone, post("/tap", { user: this.phone.user_id, message: this.message.id, row, column }))
      .then((answer) => { if (answer === null) element.classList.remove("busy"); });
  }

  /** Mark the buttons whose taps the bot has not answered yet. */
  wait(taps) {
    const places = new Set(taps.filter((tap) => tap.message_id === this.message.id).map((tap) => `${tap.row}.${tap.column}`));
    for (const key of this.querySelectorAll(".key")) {
      key.classList.toggle("busy", places.has(key.dataset.place));
      key.toggleAttribute("aria-busy", places.has(key.dataset.place));
    }
  }

  tick() {
    tick(this, this.phone);
  }

  openMenu() {
    messageMenu(this);
  }
}

customElements.define("chat-bubble", ChatBubble);
