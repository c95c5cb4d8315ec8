// Menus, questions and short notices.

import { iconButton, make } from "./dom.js";
import { store } from "./state.js";

const LONG_HINT = 40;

let open = null;

/** Show a short notice on one phone. */
export function tellOn(phone, text, options = {}) {
  store.dispatchEvent(new CustomEvent("tell", { detail: { user_id: phone.user_id, text, ...options } }));
}

/** A menu beside `anchor`; items are `{label, run, hint?}`, long hints below their labels. Arrow keys walk, Escape closes. */
export function openMenu(anchor, items, title = null) {
  closeMenu();
  const told = items.some(({ hint }) => hint?.length > LONG_HINT);
  const menu = make("div", { class: told ? "menu told" : "menu", role: "menu", "aria-label": title ?? "Menu" },
    title && make("p", { class: "menu-title", text: title }), ...items.map(menuItem));
  document.body.append(menu);
  place(menu, anchor.getBoundingClientRect());
  menu.addEventListener("keydown", (event) => walk(event, menu));
  open = { menu, anchor };
  setTimeout(() => document.addEventListener("pointerdown", closeOutside));
  menu.querySelector("[role=menuitem]")?.focus();
}

function menuItem({ label, hint, run }) {
  return make("button", { type: "button", role: "menuitem", onclick: () => { closeMenu(); run(); } },
    make("span", { text: label }), hint ? make("small", { text: hint }) : null);
}

function place(menu, box) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(Math.max(8, box.left), innerWidth - width - 8);
  const below = box.bottom + 4 + height <= innerHeight - 8;
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
}

function walk(event, menu) {
  const all = [...menu.querySelectorAll("[role=menuitem]")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    all.at((all.indexOf(document.activeElement) + step) % all.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    const { anchor } = open;
    closeMenu();
    anchor.focus();
  }
}

function closeOutside(event) {
  if (open && !open.menu.contains(event.target)) closeMenu();
}

function closeMenu() {
  document.removeEventListener("pointerdown", closeOutside);
  open?.menu.remove();
  open = null;
}

/** Ask for values in a dialog; fields are `{name, label, value, list, long}`. Resolves to the values, or null. */
export function ask(title, fields, submit) {
  const inputs = fields.map(field);
  const form = make("form", { method: "dialog" }, make("h2", { text: title }), ...inputs,
    make("div", { class: "dialog-buttons" },
      make("button", { type: "button", text: "Cancel", onclick: () => dialog.close("") }),
      make("button", { class: "primary", value: "yes", text: submit })));
  const dialog = make("dialog", { class: "question", "aria-label": title }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    resolve(dialog.returnValue === "yes" ? Object.fromEntries(new FormData(form)) : null);
    dialog.remove();
  }));
}

function field({ name, label, value = "", list = null, long = false, placeholder = null }) {
  const id = `field-${name}`;
  const input = make(long ? "textarea" : "input", { id, name, placeholder, required: true, rows: long ? 4 : null,
    list: list ? `${id}-list` : null, autocomplete: "off", dir: "auto" });
  input.value = value;
  return make("label", { for: id }, make("span", { text: label }), input,
    list ? make("datalist", { id: `${id}-list` }, ...list.map((option) => make("option", { value: option }))) : null);
}

/** A sheet inside a phone that has to be closed, as Telegram shows an alert. */
export function alertOn(root, text) {
  const close = () => { sheet.remove(); };
  const button = make("button", { type: "button", class: "primary", text: "OK", onclick: close });
  const sheet = make("div", { class: "alert", role: "alertdialog", "aria-label": "Alert" }, make("div", { class: "alert-box" },
    make("p", { text, dir: "auto" }), button));
  sheet.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  root.append(sheet);
  button.focus();
}

/** A close button for sheets and drawers. */
export const closeButton = (label, onclick) => iconButton("close", label, onclick);
