// What a page of this site asks the network for, as the browser itself lists it.
//
// Rules
// 1. A page is opened beside the inspector, in a window of its own; its resource timings are read while it runs, and
//    over every page of this site that follows in that window.
// 2. Addresses are sorted by where they lead. What a worker fetches is not among a page's timings, and bodies are in no
//    timing: what was sent is read from the device's own ledger, byte for byte.

const EVERY = 500; // ms between two looks whether the window has gone elsewhere
const MOST = 2_000;

/** `told(log)` gets the whole log each time it grew. Returns {open(address), tab, close()}. */
export function network(base, collector, told) {
  const log = [];
  let tab = null;
  let origin = null; // of the page that is observed: it differs for every page
  let timer;

  const where = (url) =>
    url.startsWith(base.href) ? "this build"
    : collector && url.startsWith(`${collector}/`) ? "the collector"
    : new URL(url, location.href).origin === location.origin ? "this site"
    : /^(data|blob):/.test(url) ? "the page itself"
    : "another origin";

  function note(page, list) {
    for (const { name, initiatorType: by, startTime: at, transferSize: bytes } of list) {
      if (log.length < MOST) log.push({ page, url: name, where: where(name), by, at: Math.round(at), bytes });
    }
    told(log);
  }

  function look() {
    if (!tab || tab.closed) return;
    try {
      const { performance: timings, location: address, document: { readyState } } = tab;
      if (timings.timeOrigin === origin || address.href === "about:blank" || readyState === "loading") return;
      origin = timings.timeOrigin;
      const page = address.pathname;
      const heard = (list) => note(page, list.getEntries());
      for (const type of ["navigation", "resource"]) new tab.PerformanceObserver(heard).observe({ type, buffered: true });
    } catch {
      origin = null; // it left this site, where nothing of it can be read
    }
  }

  return {
    /** The window that was opened, while it shows this site; else null. */
    get tab() {
      try {
        return tab && !tab.closed && tab.location.origin === location.origin ? tab : null;
      } catch {
        return null;
      }
    },

    /** Opens a page of this site; false where the address is not one, or the browser opens no window. */
    open(address) {
      const url = new URL(address, location.origin);
      if (url.origin !== location.origin) return false;
      log.length = 0;
      origin = null;
      tab = window.open(url.href, "ep-inspected");
      clearInterval(timer);
      timer = setInterval(look, EVERY);
      return tab !== null;
    },
  };
}
