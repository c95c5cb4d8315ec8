// What the page knows: phones by person, the clock, what is due. Elements listen; only events.js writes.

export const store = new EventTarget();

export const known = { bot: { name: "", username: "" }, phones: new Map(), now: 0, due: [], seq: -1 };

function tell(kind, detail = {}) {
  store.dispatchEvent(new CustomEvent(kind, { detail }));
}

/** Take a whole state; every element draws itself anew. */
export function takeState(state) {
  known.bot = state.bot;
  known.phones = new Map(state.phones.map((phone) => [phone.user_id, keyed(phone)]));
  known.now = Date.parse(state.now);
  known.due = state.due;
  known.seq = state.seq;
  tell("state");
}

function keyed(phone) {
  return { ...phone, messages: new Map(phone.messages.map((message) => [message.id, message])) };
}

/** Take one event; older than the state it is a repetition and changes nothing. */
export function takeEvent(event) {
  if (event.seq <= known.seq) return;
  known.seq = event.seq;
  if (event.now) moveClock(event.now);
  if (event.kind === "due") takeDue(event.due);
  else if (event.user_id !== undefined) takeChange(event);
}

function moveClock(now) {
  const moment = Date.parse(now);
  if (moment === known.now) return;
  known.now = moment;
  tell("clock");
}

function takeDue(due) {
  known.due = due;
  tell("due");
}

function takeChange(event) {
  if (event.phone) known.phones.set(event.user_id, keyed(event.phone));
  const phone = known.phones.get(event.user_id);
  if (!phone) return;
  const isNew = event.kind === "message" && event.message && !phone.messages.has(event.message.id);
  if (event.chat) Object.assign(phone, event.chat);
  if (event.message) phone.messages.set(event.message.id, event.message);
  if (event.kind === "deleted") phone.messages.delete(event.message_id);
  tell("change", { ...event, isNew });
}
