// A text with its entities as elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { make } from "./dom.js";
import { openCommand, openLink } from "./links.js";
import { formatted } from "./time.js";
import { known } from "./state.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const FOUND = /(?<url>(?:https?:\/\/|t\.me\/)[^\s<>"']*[^\s<>"'.,;:!?)])|(?<![\w/])(?<bot_command>\/[a-z][a-z0-9_]{0,31})(?![\w/])/gi;
const LONG_QUOTE = 140;

/** The text as nodes; `phone` gives zone, language and whose tap it is. */
export function render(text, entities, phone) {
  const all = [...entities, ...detected(text, entities)];
  return span(text, 0, text.length, inOrder(all), phone);
}

function inOrder(entities) {
  return entities.filter((entity) => entity.length > 0)
    .sort((one, other) => one.offset - other.offset || other.length - one.length);
}

function detected(text, entities) {
  const covered = (start, end) => entities.some((entity) =>
    ["code", "pre", "text_link", "url", "bot_command", "date_time"].includes(entity.type)
    && entity.offset < end && start < entity.offset + entity.length);
  return [...text.matchAll(FOUND)]
    .map((match) => ({ type: match.groups.url ? "url" : "bot_command", offset: match.index, length: match[0].length }))
    .filter((entity) => !covered(entity.offset, entity.offset + entity.length));
}

function span(text, start, end, entities, phone) {
  const out = document.createDocumentFragment();
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const from = Math.max(first.offset, at);
    const to = Math.min(first.offset + first.length, end);
    if (from >= to) { rest = others; continue; }
    out.append(text.slice(at, from));
    const [inner, after] = parted(others, to);
    out.append(wrap(first, span(text, from, to, inner, phone), text.slice(from, to), phone));
    at = BLOCKS.has(first.type) && text[to] === "\n" ? to + 1 : to;
    rest = after;
  }
  out.append(text.slice(at, end));
  return out;
}

// What reaches beyond an element's end is cut in two, so that elements always nest.
function parted(entities, end) {
  const inner = [];
  const after = [];
  for (const entity of entities) {
    const last = entity.offset + entity.length;
    if (entity.offset >= end) after.push(entity);
    else inner.push(entity);
    if (entity.offset < end && last > end) after.push({ ...entity, offset: end, length: last - end });
  }
  return [inner, inOrder(after)];
}

function wrap(entity, content, text, phone) {
  if (entity.type in TAGS) return make(TAGS[entity.type], {}, content);
  switch (entity.type) {
    case "text_link": return link(entity.url, content, phone);
    case "url": return link(text, content, phone);
    case "bot_command": return make("button", { type: "button", class: "link", onclick: () => openCommand(text, phone) }, content);
    case "spoiler": return spoiler(content);
    case "blockquote": return make("blockquote", {}, content);
    case "expandable_blockquote": return expandable(content, text);
    case "date_time": return moment(entity, text, phone);
    default: return content;
  }
}

function link(url, content, phone) {
  return make("button", { type: "button", class: "link", title: url, onclick: (tap) => openLink(url, phone, tap.currentTarget) },
    content);
}

function spoiler(content) {
  const hidden = make("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, tap to show" },
    make("span", { class: "spoiler-text", "aria-hidden": "true" }, content));
  const show = () => {
    hidden.classList.add("shown");
    hidden.removeAttribute("aria-label");
    hidden.removeAttribute("role");
    hidden.removeAttribute("tabindex");
    hidden.firstChild.removeAttribute("aria-hidden");
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(); } });
  return hidden;
}

function expandable(content, text) {
  const quote = make("blockquote", { class: "expandable" }, make("div", { class: "quoted" }, content));
  if (text.length <= LONG_QUOTE && text.split("\n").length <= 3) return quote;
  const toggle = make("button", { type: "button", class: "quote-toggle", "aria-expanded": "false", text: "Show more" });
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Show less" : "Show more";
  });
  quote.classList.add("collapsible");
  quote.append(toggle);
  return quote;
}

function moment(entity, text, phone) {
  const format = entity.date_time_format ?? "";
  return make("time", {
    class: "moment", datetime: new Date(entity.unix_time * 1000).toISOString(), "data-unix": entity.unix_time,
    "data-format": format, text: formatted(entity.unix_time, format, phone, known.now) ?? text,
  });
}

/** Let the relative times below `root` follow the clock. */
export function tick(root, phone) {
  for (const element of root.querySelectorAll('time.moment[data-format="r"]')) {
    const text = formatted(Number(element.dataset.unix), "r", phone, known.now);
    if (element.textContent !== text) element.textContent = text;
  }
}
