// When something counts as seen: half of it (or half the screen) visible for one second, in a visible tab.
//
// Rules
// 1. Each watched element is told about once; a new page view watches anew.
// 2. The clock starts again whenever it leaves, or the tab is hidden.
// 3. Nothing is measured about the visitor beyond that one bit.

import { of } from "./dom.js";

const LONG_ENOUGH = 1_000;
const enough = ({ isIntersecting, intersectionRatio, intersectionRect, boundingClientRect: box }) =>
  isIntersecting &&
  box.width * box.height > 0 &&
  (intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2);

/** `seen(element)` is called once for each watched element. Returns {watch(element), forget(element)}. */
export function impressions(seen) {
  const watched = new Map(); // element → {half, timer}

  function update(element, half) {
    const entry = watched.get(element);
    if (!entry) return;
    entry.half = half;
    const counts = half && of("visibilityState") === "visible";
    if (!counts) {
      clearTimeout(entry.timer);
      entry.timer = null;
    } else entry.timer ??= setTimeout(done, LONG_ENOUGH, element);
  }
  function done(element) {
    forget(element);
    if (element.isConnected) seen(element);
  }
  function forget(element) {
    clearTimeout(watched.get(element)?.timer);
    watched.delete(element);
    observer.unobserve(element);
  }

  const observer = new IntersectionObserver(
    (entries) => entries.forEach((entry) => update(entry.target, enough(entry))),
    { threshold: [0, 0.25, 0.5, 0.75, 1] },
  );
  addEventListener("visibilitychange", () => watched.forEach(({ half }, element) => update(element, half)), true);

  return {
    watch(element) {
      forget(element);
      watched.set(element, { half: false, timer: null });
      observer.observe(element);
    },
    forget,
  };
}
