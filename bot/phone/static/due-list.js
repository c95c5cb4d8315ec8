// What will happen by itself, and why then.

import { make } from "./dom.js";
import { known, store } from "./state.js";
import { dayAndTime, relative } from "./time.js";

class DueList extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.list = make("ol", { class: "due-items" });
    this.append(make("h2", { text: "What happens next" }), this.list);
    for (const kind of ["state", "due", "clock"]) store.addEventListener(kind, () => this.draw());
  }

  draw() {
    const drawn = JSON.stringify([known.due, known.now]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.list.replaceChildren(...known.due.map((due) => this.item(due)));
    if (!known.due.length) this.list.append(make("li", { class: "due-nothing", text: "Nothing is due." }));
  }

  item({ at, who, what, why }) {
    const phone = [...known.phones.values()].find(({ name }) => name === who) ?? [...known.phones.values()][0];
    const moment = Date.parse(at);
    const passed = moment <= known.now;
    return make("li", { class: passed ? "due passed" : "due" },
      make("div", { class: "due-when" }, make("time", { datetime: at, text: dayAndTime(moment, phone) }),
        make("small", { text: passed ? "now" : relative(moment, known.now, "en") })),
      make("div", { class: "due-what" }, make("b", { text: what }), make("span", { text: who })),
      make("div", { class: "due-why" }, make("span", { class: "chip", text: why })),
      passed ? null : make("button", { type: "button", class: "quiet", text: "Go there", "aria-label": `Go to ${what}`,
        onclick: () => document.querySelector("clock-bar").move({ at }) }));
  }
}

customElements.define("due-list", DueList);
