// One stream of events for every phone; after a break the whole state is fetched again.

import { fetchJson } from "./api.js";
import { store, takeEvent, takeState } from "./state.js";

let waiting = null;
let fetching = Promise.resolve();

/** Open the stream and keep the state true for as long as the page lives. */
export function connect() {
  const stream = new EventSource("/events");
  stream.addEventListener("open", refresh);
  stream.addEventListener("message", ({ data }) => hear(JSON.parse(data)));
  stream.addEventListener("error", () => show(false));
}

function hear(event) {
  if (event.kind === "phones") refresh();
  else if (waiting) waiting.push(event);
  else takeEvent(event);
}

/** Fetch the whole state, one fetch after another: an older answer never overtakes a newer one. */
export function refresh() {
  fetching = fetching.then(fetchWhole);
  return fetching;
}

// What arrives meanwhile is applied afterwards.
async function fetchWhole() {
  waiting = [];
  try {
    takeState(await fetchJson("/state"));
    show(true);
  } catch {
    show(false);
  }
  const missed = waiting;
  waiting = null;
  missed.forEach(takeEvent);
}

function show(online) {
  document.querySelector(".offline").hidden = online;
  store.dispatchEvent(new CustomEvent("line", { detail: { online } }));
}
