// Where a phone writes: the input line, its buttons, the reply keyboard, START and UNBLOCK.

import { post } from "./api.js";
import { attachMenu, sendFiles } from "./attach.js";
import { closeButton, openMenu } from "./popups.js";
import { icon, iconButton, make } from "./dom.js";
import { attempt, startPayload } from "./links.js";
import { nameOf } from "./media.js";
import { record } from "./recorder.js";

const TALLEST = 120;

class ChatComposer extends HTMLElement {
  keysOpen = true;
  keysOf = null;
  promptOf = null;
  about = null;

  /** Build the line for a phone; called once. */
  build(phone) {
    this.phone = phone;
    this.input = make("textarea", { class: "input", rows: 1, dir: "auto", "aria-label": "Message", placeholder: "Message",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.paste(event) });
    this.commands = iconButton("slash", "Commands", (event) => this.openCommands(event.currentTarget), { "aria-haspopup": "menu" });
    this.toggle = iconButton("keyboard", "Show or hide the buttons", () => this.toggleKeys(), { "aria-expanded": "true" });
    this.sender = iconButton("send", "Send", () => this.send(), { class: "icon-button send" });
    this.voice = iconButton("mic", "Record a voice message", () => this.record());
    this.attach = iconButton("attach", "Attach", (event) => attachMenu(event.currentTarget, this.phone), { "aria-haspopup": "menu" });
    this.mode = make("div", { class: "mode", hidden: true });
    this.suggestions = make("div", { class: "suggestions", hidden: true, "aria-label": "Commands" });
    this.line = make("div", { class: "line" }, this.attach, this.input, this.commands, this.toggle, this.voice, this.sender);
    this.whole = make("div", { class: "whole" });
    this.keys = make("div", { class: "reply-keyboard", "aria-label": "Reply keyboard" });
    this.replaceChildren(this.suggestions, this.mode, this.line, this.whole, this.keys);
    this.update(phone);
  }

  /** Follow the chat: keyboard, placeholder, commands, started, blocked. */
  update(phone) {
    this.phone = phone;
    this.follow(phone.keyboard);
    this.prompt(phone.force_reply);
    this.commands.hidden = !phone.commands.length;
    this.input.placeholder = phone.placeholder || "Message";
    const only = this.onlyButton();
    this.whole.replaceChildren(...(only ? [only] : []));
    this.whole.hidden = !only;
    this.line.hidden = Boolean(only) || Boolean(this.recording);
    this.typed();
  }

  onlyButton() {
    const { phone } = this;
    if (phone.blocked) return this.wholeButton("UNBLOCK", "/unblock", { user: phone.user_id });
    if (phone.started || phone.messages.size) return null;
    const payload = phone.invite ? startPayload(phone.invite) ?? phone.invite : null;
    return this.wholeButton("START", "/start", { user: phone.user_id, payload });
  }

  wholeButton(label, path, values) {
    return make("button", { type: "button", class: "whole-button", text: label, onclick: () => attempt(this.phone, post(path, values)) });
  }

  follow(keyboard) {
    if (keyboard?.message_id !== this.keysOf) this.keysOpen = true;
    this.keysOf = keyboard?.message_id ?? null;
    this.toggle.hidden = !keyboard?.rows.length;
    this.toggle.setAttribute("aria-expanded", String(this.keysOpen));
    this.keys.hidden = !keyboard?.rows.length || !this.keysOpen || this.phone.blocked;
    const drawn = JSON.stringify(keyboard?.rows ?? []);
    if (drawn === this.keysDrawn) return;
    this.keysDrawn = drawn;
    this.keys.replaceChildren(...(keyboard?.rows ?? []).map((row) => make("div", { class: "key-row" },
      ...row.map((button) => make("button", { type: "button", class: `key ${button.style ?? ""}`, onclick: () => this.tapKey(button.text) },
        make("span", { text: button.text, dir: "auto" }))))));
  }

  prompt(id) {
    if (id === this.promptOf) return;
    this.promptOf = id;
    const message = this.phone.messages.get(id);
    if (message) this.setMode("reply", message);
  }

  tapKey(label) {
    if (this.phone.keyboard.one_time) this.toggleKeys();
    return attempt(this.phone, post("/keyboard", { user: this.phone.user_id, label }));
  }

  toggleKeys() {
    this.keysOpen = !this.keysOpen;
    this.follow(this.phone.keyboard);
  }

  openCommands(anchor) {
    openMenu(anchor, this.phone.commands.map(({ command, description }) => ({ label: `/${command}`, hint: description,
      run: () => this.say(`/${command}`) })), "Commands");
  }

  /** Reply to a message, or edit one of one's own. */
  setMode(kind, message) {
    this.about = { kind, message };
    const title = kind === "edit" ? "Edit message" : "Reply";
    this.mode.replaceChildren(icon("reply"), make("div", { class: "mode-text" }, make("b", { text: title }),
      make("span", { text: message.text || nameOf(message.media), dir: "auto" })), closeButton("Cancel", () => this.clearMode()));
    this.mode.hidden = false;
    if (kind === "edit") this.input.value = message.text;
    this.typed();
    this.input.focus();
  }

  clearMode() {
    if (this.about?.kind === "edit") this.input.value = "";
    this.about = null;
    this.mode.hidden = true;
    this.typed();
  }

  // Built before it stands on the page, where a line has no height to measure yet.
  connectedCallback() {
    if (this.input) this.fit();
  }

  fit() {
    const { input } = this;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, TALLEST)}px`;
  }

  typed() {
    const { input } = this;
    this.fit();
    const empty = !input.value.trim();
    this.sender.hidden = empty;
    this.voice.hidden = !empty;
    this.suggest();
  }

  suggest() {
    const start = /^\/\w*$/.test(this.input.value) ? this.input.value.slice(1).toLowerCase() : null;
    const fitting = start === null ? [] : this.phone.commands.filter(({ command }) => command.startsWith(start));
    this.suggestions.hidden = !fitting.length;
    this.suggestions.replaceChildren(...fitting.map(({ command, description }) => make("button", { type: "button",
      onclick: () => this.say(`/${command}`) }, make("b", { text: `/${command}` }), make("small", { text: description }))));
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.about) this.clearMode();
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    sendFiles(this.phone, files.every((file) => file.type.startsWith("image/")) ? "photo" : "document", files);
  }

  send() {
    const text = this.input.value;
    if (text.trim()) this.say(text);
  }

  async say(text) {
    const { phone, about } = this;
    this.input.value = "";
    this.about = null;
    this.mode.hidden = true;
    this.typed();
    this.input.focus();
    const user = phone.user_id;
    if (about?.kind === "edit") await attempt(phone, post("/edit", { user, message: about.message.id, text }));
    else await attempt(phone, post("/say", { user, text, reply_to: about?.message.id ?? null }));
  }

  async record() {
    this.recording = await record(this.phone, () => {
      this.recording.remove();
      this.recording = null;
      this.line.hidden = false;
    });
    this.line.hidden = true;
    this.line.after(this.recording);
  }
}

customElements.define("chat-composer", ChatComposer);
