// Times as a phone shows them: in its own zone and language, from the practice's clock.

const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["week", 604_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]];

const writers = new Map();

function written(moment, phone, options) {
  const key = JSON.stringify([phone.language, phone.zone, options]);
  if (!writers.has(key)) writers.set(key, new Intl.DateTimeFormat(phone.language, { timeZone: phone.zone, ...options }));
  return writers.get(key).format(moment);
}

export const shortTime = (moment, phone) => written(moment, phone, { hour: "numeric", minute: "2-digit" });

export const dayKey = (moment, phone) => written(moment, { ...phone, language: "en-CA" }, { dateStyle: "short" });

export const longDay = (moment, phone) => written(moment, phone, { weekday: "long", month: "long", day: "numeric" });

export const dayAndTime = (moment, phone) =>
  written(moment, phone, { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });

/** "America/New_York" as people say it. */
export const placeOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

/** "in 10 minutes", "2 days ago". */
export function relative(moment, now, language) {
  const seconds = Math.round((moment - now) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language).format(Math.round(seconds / size), unit);
}

/** A date_time entity's text: `r`, or weekday, date and time in the order w, d or D, t or T; null means "as sent". */
export function formatted(unix, format, phone, now) {
  if (!format) return null;
  if (format === "r") return relative(unix * 1000, now, phone.language);
  const options = {};
  for (const letter of format) Object.assign(options, PARTS[letter] ?? {});
  return Object.keys(options).length ? written(unix * 1000, phone, options) : null;
}

const PARTS = {
  w: { weekday: "long" },
  d: { year: "2-digit", month: "2-digit", day: "2-digit" },
  D: { year: "numeric", month: "long", day: "numeric" },
  t: { hour: "numeric", minute: "2-digit" },
  T: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};
