// Talking to the practice: JSON up, JSON down, one plain sentence when something is refused.

export class Refused extends Error {}

/** POST values as JSON; throws Refused with the practice's own sentence. */
export function post(path, values) {
  return send(path, { body: JSON.stringify(values), headers: { "Content-Type": "application/json" } });
}

/** POST a form with files in it. */
export function upload(path, values, ...files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) if (value !== null) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return send(path, { body: form });
}

export async function fetchJson(path) {
  return read(await fetch(path, { cache: "no-store" }));
}

async function send(path, options) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", ...options });
  } catch {
    throw new Refused("The practice does not answer.");
  }
  return read(answer);
}

async function read(answer) {
  const body = await answer.json().catch(() => ({ error: `Answer ${answer.status}` }));
  if (!answer.ok) throw new Refused(body.error);
  return body;
}
