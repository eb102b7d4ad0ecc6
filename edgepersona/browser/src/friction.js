// Signs that something on the page does not work for the visitor: rage clicks and quick returns.
//
// Rules
// 1. A rage click: three clicks within a second, no two of them further apart than 30 px, on something that does
//    not want to be clicked again and again, and that selected no text. Fields, players, sliders, steppers and what
//    opens or operates something else want it, and whatever the page marks with `data-ep-repeat`.
// 2. A quick return: the page was left by a link on it, in the same tab, and the visitor went back within ten
//    seconds. Where the link led is not looked at; of leaving, only the time is kept (`left.js`).
// 3. At most one sign a page view. It is told to Python as one word, `friction`, and only ever makes it quieter.
// 4. Only what the visitor does counts, not what a script does in their name.

const CLICKS = 3;
const WITHIN = 1_000;
const NEAR = 30;
const QUICK = 10_000;
const LINGERS = 10_000; // a slow server keeps the page standing for a while after the click
const WANTED =
  "input,select,textarea,label,option,summary,video,audio,canvas,[contenteditable],[aria-controls],[aria-haspopup]," +
  "[aria-pressed],[role=slider],[role=spinbutton],[role=scrollbar],[role=application],[data-ep-repeat]";

const elements = (event) => event.composedPath().filter((node) => node instanceof Element);
const within = (now, then, span) => now >= then && now - then < span;

/** Three clicks or more in one place in a short time, the last of `clicks` the latest: {at, x, y} each. */
export const raging = (clicks) => {
  const last = clicks.at(-1);
  const near = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) <= NEAR;
  const recent = clicks.filter(({ at }) => within(last.at, at, WITHIN));
  return recent.length >= CLICKS && recent.every((a) => recent.every((b) => near(a, b)));
};

/** Whether a click on a link leaves the page in this tab. `here`: the page's address. */
export function leads({ href, target, download, protocol }, event, here) {
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const away = /^https?:$/.test(protocol) && href.split("#")[0] !== here.split("#")[0];
  return plain && away && !download && (target === "" || target === "_self");
}

/** `tell` is called at a sign, once Python has been asked in this page view. `went`: how this document was reached. */
export function friction(tell, went = performance.getEntriesByType("navigation")[0]?.type) {
  let clicks = [];
  let back = went === "back_forward" ? Date.now() : null; // when this page view began by going back
  let followed = null; // when a link was last clicked
  let left = null; // when this page was last left by one
  let passed = null; // the same of the page before, in case the visitor goes back at once
  let felt = false;
  let asked = false;

  addEventListener(
    "click",
    (event) => {
      if (!event.isTrusted) return;
      const path = elements(event);
      const link = path.find((node) => node.matches("a[href],area[href]"));
      if (link && leads(link, event, location.href)) followed = Date.now();
      if (event.detail === 0 || path.some((node) => node.matches(WANTED))) clicks = []; // 0: by keyboard
      else clicks = [...clicks.slice(1 - 2 * CLICKS), { at: event.timeStamp, x: event.clientX, y: event.clientY }];
      if (felt || clicks.length === 0 || !raging(clicks) || !getSelection().isCollapsed) return;
      felt = true;
      if (asked) tell();
    },
    { capture: true, passive: true },
  );

  return {
    /** The page goes away: when it was left by a link, or the page before it was, ms; null if neither, or long ago. */
    leaving() {
      const now = Date.now();
      left = followed !== null && within(now, followed, LINGERS) ? now : null;
      followed = null;
      return left ?? (passed !== null && within(now, passed, QUICK) ? passed : null);
    },
    /** The page is back from the back/forward cache. */
    returned() {
      back = Date.now();
    },
    /** A page view begins. */
    reset() {
      clicks = [];
      felt = asked = false;
      passed = null;
    },
    /** Python is about to be asked about this page view; `note`: what the page before left. Whether there was a sign. */
    arrived(note) {
      asked = true;
      if (back !== null && [left, note].some((at) => at !== null && within(back, at, QUICK))) felt = true;
      else passed = note;
      back = null;
      return felt;
    },
  };
}
