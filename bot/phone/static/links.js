// What happens when a link or a command in a text is tapped. Nothing here leaves the computer.

import { post } from "./api.js";
import { openMenu, tellOn } from "./popups.js";
import { known } from "./state.js";

/** A tapped /command is said, as in Telegram. */
export function openCommand(text, phone) {
  attempt(phone, post("/say", { user: phone.user_id, text }));
}

/** A start link asks on which phone it shall open; any other address is only named. */
export function openLink(url, phone, anchor) {
  const payload = startPayload(url);
  if (payload === null) tellOn(phone, `On a real phone this opens ${url}`);
  else chooser(payload, anchor);
}

/** Copy a text and say so. */
export async function copyText(text, phone) {
  try {
    await navigator.clipboard.writeText(text);
    tellOn(phone, "Copied");
  } catch {
    tellOn(phone, `This browser does not allow copying: ${text}`);
  }
}

/** Show on the phone why an action was refused. */
export async function attempt(phone, action) {
  try {
    return await action;
  } catch (refused) {
    tellOn(phone, refused.message, { refused: true });
    return null;
  }
}

function chooser(payload, anchor) {
  const items = [...known.phones.values()].map((phone) => ({
    label: `${phone.name} (${phone.role})`,
    run: () => attempt(phone, post("/start", { user: phone.user_id, payload })),
  }));
  openMenu(anchor, items, "Open on which phone?");
}

/** The payload of a link to this bot ("" without one), or null for any other address. */
export function startPayload(url) {
  const match = /^(?:https?:\/\/)?(?:t\.me|telegram\.me)\/([A-Za-z0-9_]+)(?:\?(.*))?$/.exec(url.trim());
  if (!match || match[1].toLowerCase() !== known.bot.username.toLowerCase()) return null;
  return new URLSearchParams(match[2] ?? "").get("start") ?? "";
}
