// Which cell of a first-paint table holds for this page view.
//
// Rules
// 1. A cell is looked up, never worked out. What is stored only decides whether a cell covers this visitor; where
//    that is in doubt none does, and Python decides when it is there.
// 2. What is stored is hostile: it can choose among this page's own texts, and nothing else.

const DAY = 864e5;

/** The key of an address: which accepted value each parameter has; of a repeated parameter the first counts. */
export const keyOf = (parameters, { href, search }) => {
  const query = new URLSearchParams(href.length > 8192 || search.split("&").length > 100 ? "" : search);
  return parameters.map((list) => Math.max(0, list.indexOf(query.get(list[0]), 1))).join(".");
};

/** Which period `now`, ms, lies in; `ends` are days, ascending, the last one 0 for ever. */
export const periodOf = (ends, now) => ends.findIndex((end) => !end || now < end * DAY);

/** A store's text as a map. `area`: localStorage, sessionStorage; none for a page that may read neither. */
export const read = (area, name) => {
  try {
    return JSON.parse(window[area]["ep:" + name] || "{}") ?? {}; // what throws before the first paint holds it up
  } catch {
    return {};
  }
};

/** [slot → block, where that comes from] for this page view; falsy where nothing covers it. */
export const look = (table, framed) => {
  const now = Date.now();
  const key = keyOf(table.parameters, location);
  const [local, tab] = framed ? [] : ["localStorage", "sessionStorage"];
  const said = JSON.stringify(read(local, "choice"));
  const visit = read(tab, "visit").v || read(tab, "left").acts;
  const left = read(local, "plan");
  const plan = visit ? read(tab, "next") : left;
  const ours = plan.id === table.id && plan.memory === left.memory && JSON.stringify(plan.choice) === said;
  if (ours && plan.cells) return now < plan.until && plan.cells[key] && [plan.cells[key], "memory"];
  const covers = (ours && plan.fresh) || !/personalise|optin|(remember|measure)":"on/.test(said);
  const cell = table.cells[key]?.find(([end]) => !end || now < end * DAY)[1];
  return covers && !visit && !window.__tcfapi && cell && [cell, "first-paint"];
};
