// Behind the scenes: every Bot API call with its answer, where the coach is with each person, and planned trouble.

import { fetchJson, post, Refused } from "./api.js";
import { make } from "./dom.js";
import { closeButton } from "./popups.js";
import { store } from "./state.js";

const FAULTS = [["429", "429, too many"], ["403", "403, blocked"], ["500", "500, broken"], ["timeout", "No answer"], ["cut", "Cut after sending"]];
const METHODS = ["any call", "sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery", "sendDocument",
  "setMessageReaction", "getUpdates", "getFile"];
const SOON_MS = 250;

class CallDrawer extends HTMLElement {
  connectedCallback() {
    if (this.calls) return;
    this.hidden = true;
    this.setAttribute("role", "complementary");
    this.setAttribute("aria-label", "Behind the scenes");
    this.calls = make("div", { class: "calls" });
    this.people = make("div", { class: "people" });
    this.method = make("select", { id: "fault-method" }, ...METHODS.map((name) => make("option", { text: name })));
    this.note = make("p", { class: "drawer-note", role: "status" });
    this.append(make("header", {}, make("h2", { text: "Behind the scenes" }), closeButton("Close", () => this.toggle())),
      make("section", {}, make("h3", { text: "Let the next call go wrong" }), make("label", { for: "fault-method", class: "sr-only", text: "Which call" }),
        this.method, make("div", { class: "faults" }, ...FAULTS.map(([kind, label]) =>
          make("button", { type: "button", "data-fault": kind, text: label, onclick: () => this.fail(kind) }))), this.note),
      make("section", {}, make("h3", { text: "Where everyone is" }), this.people),
      make("section", {}, make("h3", { text: "Calls, newest first" }), this.calls));
    for (const kind of ["state", "change"]) store.addEventListener(kind, () => this.soon());
    this.addEventListener("keydown", (event) => { if (event.key === "Escape") this.toggle(); });
  }

  toggle() {
    this.hidden = !this.hidden;
    if (this.hidden) return document.querySelector('[data-action="drawer"]').focus();
    this.querySelector("header button").focus();
    return this.draw();
  }

  soon() {
    if (this.hidden) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), SOON_MS);
  }

  async draw() {
    const { calls, people } = await fetchJson("/calls").catch(() => ({ calls: [], people: [] }));
    const open = new Set([...this.calls.querySelectorAll("details[open]")].map((one) => one.dataset.key));
    this.people.replaceChildren(...people.map(({ name, state }) => make("details", { open: true }, make("summary", { text: name }), pretty(unfolded(state)))));
    this.calls.replaceChildren(...calls.map(callRow).reverse());
    for (const one of this.calls.children) one.open = open.has(one.dataset.key);
  }

  async fail(kind) {
    const method = this.method.selectedIndex ? this.method.value : null;
    try {
      await post("/fail", { method, kind });
      this.note.textContent = `The next ${method ?? "call"} will get: ${FAULTS.find(([name]) => name === kind)[1]}.`;
    } catch (refused) {
      this.note.textContent = refused instanceof Refused ? refused.message : "That did not work.";
    }
  }
}

function callRow(call, index) {
  const fine = call.status === 200;
  return make("details", { class: "call", "data-key": `${call.at} ${index}` },
    make("summary", {}, make("code", { text: call.method }), make("span", { class: fine ? "chip" : "chip bad", text: call.status || "cut" }),
      make("small", { text: call.at.slice(11, 19) })),
    make("h4", { text: "Asked" }), pretty(call.params), call.files.length ? make("p", { text: `Files: ${call.files.join(", ")}` }) : null,
    make("h4", { text: "Answered" }), pretty(call.answer));
}

// A session is kept as JSON text; here it is read by people.
function unfolded(state) {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, parsed(value)]));
}

function parsed(value) {
  try {
    return typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

const pretty = (value) => make("pre", { text: JSON.stringify(value, null, 2), tabindex: "0" });

customElements.define("call-drawer", CallDrawer);
