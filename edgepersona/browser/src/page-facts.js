// What Python is told about the page: is the visitor busy, and was there a first moment of value?
//
// Rules
// 1. Facts are yes or no. What is typed, played or bought is never looked at.
// 2. typing: focus in an editable field of the page, and a key within the last seconds.
//    media: something plays with sound, or was started by hand; a muted looping background is scenery.
//    checkout: the page says so, `data-ep-checkout` on any element.
//    value_seen: half of an inline block was visible for a second in this page view, or anything
//    was clicked since the page was loaded.
//    interrupted: how many interrupts this page view has had, whatever the clock or the stores say.
// 3. `changed` is called when a fact turns, so that Python can be asked again; it is never polled.

import { all, of } from "./dom.js";

const TYPING = 4_000;
const FIELDS = "input:not([type=button],[type=submit],[type=reset],[type=checkbox],[type=radio]),textarea,select";

const editable = (node) => node instanceof HTMLElement && (node.matches(FIELDS) || node.isContentEditable);
const ours = (node) => node instanceof Element && node.matches("ep-slot,ep-panel");
const plays = (media) => !media.paused && !media.ended && !(media.muted && (media.autoplay || media.loop));

/** Returns {read(), valueSeen(), showed(slots), reset()}. */
export function pageFacts(changed) {
  let lastKey = -Infinity;
  let quiet;
  let seen = false;
  let clicked = false;
  let busy = false;
  const interrupts = new Set();

  const typing = () => performance.now() - lastKey < TYPING && editable(of("activeElement"));
  const media = () => all("audio,video").some(plays);
  const checkout = () => all("[data-ep-checkout]").length > 0;

  function look() {
    const before = busy;
    busy = typing() || media() || checkout();
    if (busy !== before) changed();
  }
  function valueSeen() {
    if (seen) return;
    seen = true;
    changed();
  }

  const listen = (names, hear) => names.forEach((name) => addEventListener(name, hear, { capture: true, passive: true }));
  listen(["keydown", "input"], (event) => {
    const path = event.composedPath();
    if (!editable(path[0]) || path.some(ours)) return;
    lastKey = performance.now();
    clearTimeout(quiet);
    quiet = setTimeout(look, TYPING + 50);
    look();
  });
  listen(["focusout", "play", "pause", "ended", "volumechange"], () => setTimeout(look));
  listen(["click"], () => {
    clicked = true;
    valueSeen();
  });

  return {
    read: () => ({ typing: typing(), media: media(), checkout: checkout(), value_seen: seen, interrupted: interrupts.size }),
    valueSeen,
    /** What a View puts on the page. */
    showed(slots) {
      for (const [name, { kind, block }] of slots) if (kind === "interrupt" && block !== null) interrupts.add(`${name} ${block}`);
    },
    /** A new page view. */
    reset() {
      seen = clicked;
      interrupts.clear();
    },
  };
}
