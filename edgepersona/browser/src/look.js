// Which cell of a first-paint table holds for this page view.
//
// Rules
// 1. A cell is looked up, never worked out. What is stored only decides whether a cell covers this visitor; where
//    that is in doubt none does, and Python decides when it is there.
// 2. What is stored is hostile: it can choose among this page's own texts, and nothing else.

const DAY = 864e5;

/** Whether a period that ends on a day (0: never) still runs at `now`, ms. */
const runs = (end, now) => !end || now < end * DAY;

/** The key of an address: which accepted value each parameter has; of a repeated parameter the first counts. */
export const keyOf = (parameters, { href, search }) => {
  const query = new URLSearchParams(search);
  const sound = href.length <= 8192 && search.split("&").length <= 100;
  return parameters.map((list) => (sound ? Math.max(0, list.indexOf(query.get(list[0]), 1)) : 0)).join(".");
};

/** Which period `now` lies in; `ends` are ascending, the last one 0. */
export const periodOf = (ends, now) => ends.findIndex((end) => runs(end, now));

/** A store's text as a map. `area`: localStorage, sessionStorage; none for a page that may read neither. */
export const read = (area, name) => {
  try {
    return JSON.parse(window[area].getItem(`ep:${name}`)) ?? {};
  } catch {
    return {};
  }
};

/** [slot → block, where that comes from] for this page view; undefined where nothing covers it. */
export const look = (table, framed) => {
  const now = Date.now();
  const key = keyOf(table.parameters, location);
  const [local, tab] = framed ? [] : ["localStorage", "sessionStorage"];
  const choice = read(local, "choice");
  const visit = read(tab, "visit").v || read(tab, "left").acts;
  const plan = visit ? read(tab, "next") : read(local, "plan");
  const ours = plan.id === table.id;
  if (ours && plan.cells) return now < plan.until && plan.cells[key] ? [plan.cells[key], "memory"] : undefined;
  const known = visit || window.__tcfapi || choice.personalise || choice.optin || choice.remember === "on";
  const counted = choice.measure === "on" && !(ours && plan.fresh);
  const spans = table.cells[key];
  if (!known && !counted && spans) return [spans.find(([end]) => runs(end, now))[1], "first-paint"];
};
