// What the next page view of this tab needs to know of the last one: acts that Python could not be told about
// any more, and when the page was left by a link.
//
// Rules
// 1. The note belongs to the visit store: it is written only where that store exists, and goes with it. Where everything
//    was forgotten since it was written, it says nothing.
// 2. It names a slot, a block and an outcome, all of which the visit already holds, and a time; no address. It is
//    bounded and checked.

import { mark } from "./choice.js";

const NOTE = "ep:left";
const MOST = 8;
const ID = /^[a-z0-9][a-z0-9_+-]{0,63}$/;
const OUTCOMES = ["ignored", "dismissed", "clicked", "not_helpful"];

const whole = (act) =>
  act !== null && typeof act === "object" && ID.test(act.slot) && ID.test(act.block) && OUTCOMES.includes(act.outcome);

const forgot = () => mark(localStorage.getItem("ep:choice"));

/** `away`: when the page was left by a link, ms, or null. */
export function leave(acts, away) {
  try {
    const kept = acts.filter(whole).slice(0, MOST);
    if ((kept.length > 0 || away !== null) && sessionStorage.getItem("ep:visit") !== null)
      sessionStorage.setItem(NOTE, JSON.stringify({ acts: kept, away, forgot: forgot() }));
  } catch {
    // without storage they are lost, and that only ever makes it forget what it showed
  }
}

/** The note of the last page view, {acts, away}, once. */
export function take() {
  try {
    const text = sessionStorage.getItem(NOTE);
    sessionStorage.removeItem(NOTE);
    if (text === null || text.length > 4_000 || sessionStorage.getItem("ep:visit") === null) throw null;
    const { acts, away, forgot: then } = JSON.parse(text);
    if ((then ?? null) !== forgot()) throw null;
    return { acts: acts.filter(whole).slice(0, MOST), away: Number.isSafeInteger(away) && away >= 0 ? away : null };
  } catch {
    return { acts: [], away: null };
  }
}
