// One phone: whose it is, the chat on it, what its lock screen would show, and the line to write on.

import { post } from "./api.js";
import { iconButton, make } from "./dom.js";
import { attempt } from "./links.js";
import { alertOn, ask, openMenu } from "./popups.js";
import { lockScreen } from "./lock-screen.js";
import { known, store } from "./state.js";
import { dayAndTime, dayKey, longDay, placeOf, shortTime } from "./time.js";

const NEAR_BOTTOM = 80;
const TYPING_MS = 5000;
const PILL_MS = 2000;

class PhoneView extends HTMLElement {
  bubbles = new Map();
  atBottom = true;
  unseen = 0;
  leaving = new AbortController();

  /** Build the phone of one person; called once. */
  build(phone) {
    this.userId = phone.user_id;
    this.dataset.phone = phone.role;
    this.dataset.userId = phone.user_id;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", `${titleOf(phone)}: ${phone.name}`);
    this.parts = { where: make("span", { class: "where" }), time: make("time", { class: "status-time" }),
      subtitle: make("span", { class: "subtitle" }), pinned: make("button", { type: "button", class: "pinned-bar", hidden: true }),
      list: make("div", { class: "messages", role: "log", tabindex: "0", "aria-label": `Chat of ${phone.name}` }),
      down: iconButton("down", "To the newest message", () => this.toBottom(), { class: "icon-button to-bottom", hidden: true }),
      pill: make("p", { class: "pill", role: "status", hidden: true }), lock: make("div", { class: "lock-screen", "aria-hidden": "true" }) };
    this.composer = document.createElement("chat-composer");
    this.replaceChildren(this.label(phone), this.frame());
    this.composer.build(phone);
    this.parts.list.addEventListener("scroll", () => this.scrolled());
    this.parts.list.addEventListener("load", () => this.stay(), { capture: true });
    new ResizeObserver(() => this.stay()).observe(this.parts.list);
    this.addEventListener("reply-to", ({ detail }) => this.composer.setMode("reply", detail));
    this.addEventListener("edit-message", ({ detail }) => this.composer.setMode("edit", detail));
    const { signal } = this.leaving;
    store.addEventListener("change", ({ detail }) => { if (detail.user_id === this.userId) this.change(detail); }, { signal });
    store.addEventListener("tell", ({ detail }) => { if (detail.user_id === this.userId) this.tell(detail); }, { signal });
    store.addEventListener("clock", () => this.tick(), { signal });
    this.drawAll();
  }

  disconnectedCallback() {
    this.leaving.abort();
  }

  get phone() {
    return known.phones.get(this.userId);
  }

  label(phone) {
    return make("header", { class: "phone-label" }, make("h2", { text: titleOf(phone) }), make("span", { class: "owner", text: phone.name }),
      this.parts.where, make("button", { type: "button", class: "quiet", text: "Zone", title: "Carry this phone to another time zone",
        onclick: () => this.askZone() }));
  }

  frame() {
    const { parts } = this;
    return make("div", { class: "phone-frame", dir: this.phone.direction },
      make("div", { class: "status-bar" }, parts.time, make("span", { class: "notch", "aria-hidden": "true" }), make("span", { class: "battery", "aria-hidden": "true" })),
      make("div", { class: "chat-head" }, make("span", { class: "avatar", "aria-hidden": "true", text: [...known.bot.name][0] ?? "?" }),
        make("div", { class: "chat-title" }, make("b", { text: known.bot.name }), parts.subtitle),
        iconButton("more", "Chat menu", (event) => this.openMenu(event.currentTarget), { "aria-haspopup": "menu" })),
      parts.lock, parts.pinned, make("div", { class: "scroller" }, parts.list, parts.down, parts.pill), this.composer);
  }

  drawAll() {
    const { list } = this.parts;
    this.querySelector(".phone-frame").dir = this.phone.direction;
    list.removeAttribute("aria-live");
    this.bubbles.clear();
    list.replaceChildren();
    for (const message of this.phone.messages.values()) this.add(message);
    this.settleView();
    this.toBottom();
    list.setAttribute("aria-live", "polite");
    this.tick();
  }

  add(message) {
    const bubble = document.createElement("chat-bubble");
    bubble.show(message, this.phone);
    this.bubbles.set(message.id, bubble);
    this.parts.list.append(bubble);
    return bubble;
  }

  change(event) {
    const stick = this.atBottom;
    if (event.kind === "phone") return this.drawAll();
    if (event.message) this.place(event);
    if (event.kind === "deleted") this.drop(event.message_id);
    if (event.kind === "typing") this.showTyping();
    if (event.toast?.text) this.showToast(event.toast);
    this.settleView();
    if (stick || event.message?.from === "person" && event.isNew) this.toBottom();
    else if (event.isNew) this.countUnseen();
    return undefined;
  }

  place({ message, isNew, kind }) {
    const bubble = this.bubbles.get(message.id);
    if (bubble) bubble.show(message, this.phone, { morph: kind === "edited" });
    else this.add(message).classList.add("arriving");
    if (isNew && message.from === "bot") {
      this.stopTyping();
      lockScreen(this.parts.lock, message);
    }
  }

  drop(id) {
    this.bubbles.get(id)?.remove();
    this.bubbles.delete(id);
  }

  // What follows from the messages as a whole: date lines, the pinned bar, taps under way, the line below.
  settleView() {
    const { phone, parts } = this;
    parts.list.querySelector(".nothing-yet")?.remove();
    this.drawDays();
    for (const bubble of this.bubbles.values()) bubble.wait(phone.waiting);
    if (!this.bubbles.size) parts.list.append(nothingYet(phone));
    this.showPinned([...phone.messages.values()].findLast((message) => message.pinned));
    this.composer.update(phone);
  }

  // Lines that are right stay: the list is read aloud as it changes.
  drawDays() {
    const { phone, parts } = this;
    let day = "";
    for (const [id, bubble] of this.bubbles) {
      const moment = phone.messages.get(id).date * 1000;
      const wanted = dayKey(moment, phone) === day ? null : longDay(moment, phone);
      const line = bubble.previousElementSibling?.classList.contains("day") ? bubble.previousElementSibling : null;
      if (line && line.textContent !== wanted) line.remove();
      if (wanted && line?.textContent !== wanted) bubble.before(make("p", { class: "day" }, make("span", { text: wanted })));
      day = dayKey(moment, phone);
    }
    for (const line of parts.list.querySelectorAll(".day:last-child, .day:has(+ .day)")) line.remove();
  }

  showPinned(message) {
    const { pinned } = this.parts;
    pinned.hidden = !message;
    if (!message) return;
    pinned.replaceChildren(make("b", { text: "Pinned message" }), make("span", { text: message.text, dir: "auto" }));
    pinned.onclick = () => this.bubbles.get(message.id)?.scrollIntoView({ block: "center" });
  }

  showTyping() {
    clearTimeout(this.typing);
    this.parts.subtitle.textContent = "typing…";
    this.typing = setTimeout(() => this.stopTyping(), TYPING_MS);
  }

  stopTyping() {
    clearTimeout(this.typing);
    this.parts.subtitle.textContent = "bot";
  }

  showToast({ text, alert }) {
    if (alert) alertOn(this.querySelector(".phone-frame"), text);
    else this.tell({ text });
  }

  tell({ text, refused = false }) {
    const { pill } = this.parts;
    clearTimeout(this.pilling);
    pill.textContent = text;
    pill.classList.toggle("refused", refused);
    pill.hidden = false;
    this.pilling = setTimeout(() => { pill.hidden = true; }, PILL_MS + 40 * text.length);
  }

  tick() {
    const { phone, parts } = this;
    parts.time.textContent = shortTime(known.now, phone);
    parts.where.textContent = `${dayAndTime(known.now, phone)}, ${placeOf(phone.zone)}`;
    if (!this.typing) parts.subtitle.textContent = "bot";
    for (const bubble of this.bubbles.values()) bubble.tick();
  }

  isNearBottom() {
    const { list } = this.parts;
    return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_BOTTOM;
  }

  toBottom() {
    this.parts.list.scrollTop = this.parts.list.scrollHeight;
    this.scrolled();
  }

  // A keyboard that opens or a picture that arrives does not push the newest message out of sight.
  stay() {
    if (this.atBottom) this.toBottom();
  }

  scrolled() {
    this.atBottom = this.isNearBottom();
    if (!this.atBottom) this.parts.down.hidden = false;
    else this.seen();
  }

  seen() {
    this.unseen = 0;
    this.parts.down.hidden = true;
    delete this.parts.down.dataset.unseen;
  }

  countUnseen() {
    this.unseen += 1;
    this.parts.down.hidden = false;
    this.parts.down.dataset.unseen = this.unseen;
  }

  openMenu(anchor) {
    const user = this.userId;
    const act = (path) => () => attempt(this.phone, post(path, { user }));
    openMenu(anchor, [
      { label: "Clear this chat", run: act("/clear") },
      this.phone.blocked ? { label: "Unblock the bot", run: act("/unblock") } : { label: "Block the bot", run: act("/block") },
      { label: "Time zone…", run: () => this.askZone() },
    ], "Chat menu");
  }

  async askZone() {
    const list = Intl.supportedValuesOf("timeZone");
    const given = await ask("Where is this phone?", [{ name: "zone", label: "Time zone", placeholder: this.phone.zone, list }], "Travel");
    if (given) await attempt(this.phone, post("/zone", { user: this.userId, zone: given.zone.trim() }));
  }
}

function titleOf(phone) {
  return `${phone.role.charAt(0).toUpperCase()}${phone.role.slice(1)}’s phone`;
}

function nothingYet(phone) {
  return make("div", { class: "nothing-yet" },
    phone.description ? make("p", { class: "description", text: phone.description, dir: "auto" }) : null,
    phone.invite ? make("p", {}, "A start link lies open here: ", make("code", { text: addressOf(phone.invite) })) : null,
    phone.description || phone.invite ? null : make("p", { text: "No messages here yet." }));
}

function addressOf(invite) {
  return invite.includes("/") ? invite : `t.me/${known.bot.username}?start=${invite}`;
}

customElements.define("phone-view", PhoneView);
