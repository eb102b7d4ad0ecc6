// Acts the visitor left the page with, before Python could be told: kept until the next page view of this tab.
//
// Rules
// 1. The note belongs to the visit store: it is written only where that store exists, and goes with it.
// 2. It names a slot, a block and an outcome, all of which the visit already holds; it is bounded and checked.

const NOTE = "ep:left";
const MOST = 8;
const ID = /^[a-z0-9][a-z0-9_+-]{0,63}$/;
const OUTCOMES = ["ignored", "dismissed", "clicked", "not_helpful"];

const whole = (act) =>
  act !== null && typeof act === "object" && ID.test(act.slot) && ID.test(act.block) && OUTCOMES.includes(act.outcome);

export function leave(acts) {
  try {
    const kept = acts.filter(whole).slice(0, MOST);
    if (kept.length > 0 && sessionStorage.getItem("ep:visit") !== null) sessionStorage.setItem(NOTE, JSON.stringify(kept));
  } catch {
    // without storage they are lost, and that only ever makes it forget what it showed
  }
}

/** The acts of the last page view, once. */
export function take() {
  try {
    const text = sessionStorage.getItem(NOTE);
    sessionStorage.removeItem(NOTE);
    if (text === null || text.length > 4_000 || sessionStorage.getItem("ep:visit") === null) return [];
    return JSON.parse(text).filter(whole).slice(0, MOST);
  } catch {
    return [];
  }
}
