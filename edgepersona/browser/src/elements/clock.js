// The clock that a supposition moves: how far, in steps for a slider, and how a distance is said.

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const UNITS = [["day", DAY], ["hour", HOUR], ["minute", HOUR / 60]];

/** How far the clock can be moved, ms. */
export const STEPS = [0, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, ...[1, 2, 3, 4, 5, 6, 7, 10, 14].map((days) => days * DAY)];

/** "in 2 days", "3 hours ago", in the largest unit that the distance fills. */
export function later(language, ms) {
  const [unit, long] = UNITS.find(([, each]) => each <= Math.abs(ms)) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: "always" }).format(Math.round(ms / long), unit);
}
