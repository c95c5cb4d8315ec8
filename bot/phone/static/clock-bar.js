// The practice's clock and the buttons that move it.

import { fetchJson, post, Refused } from "./api.js";
import { icon, make } from "./dom.js";
import { known, store } from "./state.js";
import { dayAndTime } from "./time.js";
import { ask, openMenu } from "./popups.js";

const HOUR = 3600;

const MOVES = [
  ["next", "Next due", { to: "next" }, "Run to the next thing that happens by itself"],
  ["ten", "+10 min", { advance: 600 }, null],
  ["hour", "+1 h", { advance: HOUR }, null],
  ["tonight", "Tonight", { to: "tonight" }, "The next half past eight in the evening, on the client's clock"],
  ["day", "+1 day", { advance: 24 * HOUR }, null],
  ["week", "+1 week", { advance: 7 * 24 * HOUR }, null],
  ["lid", "Close the lid for 8 h", { advance: 8 * HOUR, asleep: true }, "As when this computer sleeps: one jump, nothing happens on the way"],
];

class ClockBar extends HTMLElement {
  connectedCallback() {
    if (this.note) return;
    this.clock = make("time", { class: "clock-now" });
    this.note = make("span", { class: "clock-note", role: "status" });
    this.buttons = MOVES.map(([name, label, move, title]) =>
      make("button", { type: "button", "data-action": name, text: label, title, onclick: () => this.move(move) }));
    this.append(make("div", { class: "clock-face" }, make("span", { class: "clock-label", text: "Practice clock" }), this.clock),
      make("div", { class: "clock-buttons", role: "group", "aria-label": "Move the clock" }, ...this.buttons),
      this.note, make("div", { class: "page-buttons" },
        make("button", { type: "button", class: "quiet", "data-action": "phone", text: "Add phone", onclick: () => this.addPhone() }),
        make("button", { type: "button", class: "quiet", "data-action": "stories", text: "Stories", "aria-haspopup": "menu",
          onclick: (event) => this.showStories(event.currentTarget) }),
        make("a", { class: "button quiet", href: "/transcript.md", download: "", text: "Save as Markdown" }),
        make("button", { type: "button", class: "quiet", "data-action": "drawer", text: "Behind the scenes",
          onclick: () => document.querySelector("call-drawer").toggle() })));
    for (const kind of ["state", "clock"]) store.addEventListener(kind, () => this.tick());
  }

  tick() {
    const phone = [...known.phones.values()].find(({ role }) => role === "client") ?? { language: "en", zone: "UTC" };
    this.clock.textContent = dayAndTime(known.now, phone);
    this.clock.dateTime = new Date(known.now).toISOString();
  }

  async move(move) {
    this.say("The clock is moving…", true);
    await this.try(() => post("/clock", move));
  }

  async showStories(anchor) {
    await this.try(async () => {
      const stories = await fetchJson("/stories");
      const items = stories.map(({ id, title, about }) => ({ label: title, hint: about, run: () => this.load(id) }));
      openMenu(anchor, [...items, { label: "Empty phones", hint: "Begin again from nothing", run: () => this.load(null) }],
        "A story takes the place of what is on the phones");
    });
  }

  async load(story) {
    this.say("The story is being lived through…", true);
    await this.try(() => post("/story", { story }));
  }

  async addPhone() {
    const given = await ask("One more phone", [{ name: "name", label: "Whose is it?" }], "Add");
    if (given) await this.try(() => post("/phone", { name: given.name }));
  }

  async try(action) {
    try {
      await action();
      this.say("");
    } catch (refused) {
      this.say(refused instanceof Refused ? refused.message : "That did not work.");
    }
  }

  say(text, busy = false) {
    this.note.textContent = text;
    this.toggleAttribute("aria-busy", busy);
    for (const button of this.buttons) button.disabled = busy;
  }
}

customElements.define("clock-bar", ClockBar);
