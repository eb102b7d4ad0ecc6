// When something counts as seen: half of it visible for one second, in a visible tab.
//
// Rules
// 1. Of what is taller than the window half can never be visible: there, half of the window has to be filled by it.
//    That is when it reaches over the window's middle line.
// 2. Each watched element is told about once; a new page view watches anew.
// 3. The clock starts again whenever it leaves, or the tab is hidden.
// 4. Nothing is measured about the visitor beyond that one bit.

import { of } from "./dom.js";

const LONG_ENOUGH = 1_000;

/** `seen(element)` is called once for each watched element. Returns {watch(element), forget(element)}. */
export function impressions(seen) {
  const watched = new Map(); // element → {half, middle, timer}

  function update(element, change = {}) {
    const entry = watched.get(element);
    if (!entry) return;
    Object.assign(entry, change);
    if ((entry.half || entry.middle) && of("visibilityState") === "visible") {
      entry.timer ??= setTimeout(done, LONG_ENOUGH, element);
      return;
    }
    clearTimeout(entry.timer);
    entry.timer = null;
  }
  function done(element) {
    forget(element);
    if (element.isConnected) seen(element);
  }
  function forget(element) {
    clearTimeout(watched.get(element)?.timer);
    watched.delete(element);
    observers.forEach((observer) => observer.unobserve(element));
  }

  const observe = (options, changed) =>
    new IntersectionObserver((entries) => entries.forEach((entry) => update(entry.target, changed(entry))), options);
  const observers = [
    observe({ threshold: 0.5 }, ({ isIntersecting, intersectionRatio, boundingClientRect: { width, height } }) => ({
      half: isIntersecting && width * height > 0 && intersectionRatio >= 0.5,
    })),
    observe({ rootMargin: "-50% 0px" }, ({ isIntersecting, boundingClientRect: { width, height } }) => ({
      middle: isIntersecting && width > 0 && height > innerHeight,
    })),
  ];
  addEventListener("visibilitychange", () => watched.forEach((_, element) => update(element)), true);

  return {
    watch(element) {
      forget(element);
      watched.set(element, { half: false, middle: false, timer: null });
      observers.forEach((observer) => observer.observe(element));
    },
    forget,
  };
}
