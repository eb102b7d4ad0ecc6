// What the next page view of this tab needs to know of the last one: acts that Python could not be told about
// any more, and when the page was left by a link.
//
// Rules
// 1. The note belongs to the visit store: it is written only where that store exists, or where an answer is on its
//    way to begin it, and goes with it. Where everything was forgotten since it was written, it says nothing.
// 2. It names a slot, a block and an outcome, or a question and an answer, all of which the visit holds, too, and a
//    time; no address. It is bounded and checked.

import { mark } from "./choice.js";

const NOTE = "ep:left";
const MOST = 8;
const ID = /^[a-z0-9][a-z0-9_+-]{0,63}$/;
const VALUE = /^[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}$/;
const OUTCOMES = ["ignored", "dismissed", "clicked", "not_helpful"];

const fits = (form, text) => typeof text === "string" && form.test(text);
const answers = (act) => fits(ID, act.question) && fits(VALUE, act.value);
const whole = (act) =>
  act !== null && typeof act === "object" &&
  (answers(act) || (fits(ID, act.slot) && fits(ID, act.block) && OUTCOMES.includes(act.outcome)));
const begun = () => sessionStorage.getItem("ep:visit") !== null;

const forgot = () => mark(localStorage.getItem("ep:choice"));

/** `away`: when the page was left by a link, ms, or null. */
export function leave(acts, away) {
  try {
    const kept = acts.filter(whole).slice(0, MOST);
    if (begun() ? kept.length > 0 || away !== null : kept.some(answers))
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
    if (text === null || text.length > 4_000) throw null;
    const { acts: left, away, forgot: then } = JSON.parse(text);
    const acts = left.filter(whole).slice(0, MOST);
    if ((then ?? null) !== forgot() || (!begun() && !acts.some(answers))) throw null;
    return { acts, away: Number.isSafeInteger(away) && away >= 0 ? away : null };
  } catch {
    return { acts: [], away: null };
  }
}
