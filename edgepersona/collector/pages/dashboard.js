// The dashboard's page. Rules: the token lives in this module's memory alone and leaves the address bar at once;
// everything shown is a text node; no number is shown where the results have none.

const number = new Intl.NumberFormat("en");
const percent = (value, digits = 2) =>
  new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: digits }).format(value);
const signed = (value) =>
  new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2, signDisplay: "exceptZero" }).format(value);
const range = ([low, high]) => `${signed(low)} to ${signed(high)}`;
const byId = (id) => document.getElementById(id);
const VERDICTS = { higher: "higher", lower: "lower", "not-shown": "no difference shown yet" };

function element(name, content = [], attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat());
  return made;
}

function table(caption, heads, rows, kind) {
  // In tables of counts the second column is numbers, and words where there is none.
  const side = (column) => (kind === "counts" && column === 1 ? { class: "number" } : {});
  const header = element("tr", heads.map((title, column) => element("th", title, { scope: "col", ...side(column) })));
  const body = rows.map(([name, ...cells]) =>
    element("tr", [
      element("th", name, { scope: "row" }),
      ...cells.map((value, index) => element("td", value, side(index + 1))),
    ]),
  );
  const parts = [element("caption", caption), element("thead", header), element("tbody", body)];
  const whole = element("table", parts, { class: kind });
  return element("div", whole, { class: "scroll", tabindex: "0", role: "region", "aria-label": caption });
}

function count(found) {
  if (found.state !== "released") return found.state.replace("-", " ");
  return `${number.format(found.count)} ± ${number.format(Math.round(found.noise_sd))}`;
}

function days(found) {
  if (found.state !== "released") return "–";
  return `${found.days}` + (found.days_withheld ? `, withheld on ${found.days_withheld}` : "");
}

function comparisonRow(found) {
  const name = `${found.kind} ${found.name}, over ${found.arms[1]}`;
  if (found.status === "nothing-closed") return [name, "nothing closed yet", "–", "–", "–", "–"];
  if (found.status === "too-few") {
    const { arm, had_per_day: had, more_per_day_at_least: more } = found.missing;
    const before = had === null ? "too few to publish" : `${number.format(had)} a day`;
    const says = `too few reports, at least ${number.format(more)} more a day needed in the arm ${arm} (it had ${before})`;
    return [name, says, "–", "–", "–", `0, ${found.days_left_out} left out`];
  }
  const rates = found.samples.map((sample) => `${percent(sample.rate)} (${sample.arm})`).join(" to ");
  const more = found.plan.reference_more;
  const plan = more ? `; ${number.format(more)} more in ${found.arms[1]} to show ${percent(found.plan.uplift)}` : "";
  return [
    name,
    `${VERDICTS[found.verdict]}: ${signed(found.relative.estimate)} relative, ${signed(found.absolute.estimate)} points`,
    rates,
    `${range(found.relative.interval)}; points ${range(found.absolute.interval)}`,
    `${range(found.relative.always_valid)}; points ${range(found.absolute.always_valid)}`,
    `${found.days_used}, ${found.days_left_out} left out${plan}`,
  ];
}

function site(found, simulated) {
  const parts = [element("h2", `Site ${found.site}${simulated ? " (SIMULATED)" : ""}`)];
  const { period, privacy } = found;
  if (!period.days_closed) return [...parts, element("p", "Nothing was released yet: no day is closed.")];
  parts.push(
    element("p", `${period.first} to ${period.last}: ${period.days_closed} days closed, counts published on ${period.days_published} of them.`),
    element(
      "p",
      `Privacy: mode ${privacy.mode}, ε ${number.format(privacy.epsilon_cumulative)} in all; noise of scale ` +
        `${privacy.noise_scale.join(" or ")}; counts under ${privacy.minimum.join(" or ")} withheld. Of the counts below, ` +
        `noise alone accounts for up to ${number.format(privacy.published_by_noise)} on average.`,
      { class: "quiet" },
    ),
    element("h3", "Comparisons (randomized)"),
    table(
      "Treated over the reference arm; intervals of 95 % include the noise that was added",
      ["What", "Relative, then absolute", "Rates", "Interval, one look", "Interval, any number of looks", "Days"],
      found.comparisons.map(comparisonRow),
      "comparisons",
    ),
    element("h3", "Arms"),
  );
  const arms = found.arms.flatMap((arm) => [
    [`${arm.arm}: exposed`, count(arm.exposed), days(arm.exposed)],
    ...["conversions", "guardrails"].flatMap((kind) =>
      Object.entries(arm[kind]).map(([name, c]) => [`${arm.arm}: ${kind.slice(0, -1)} ${name}`, count(c), days(c)]),
    ),
  ]);
  const heads = ["Counter", "Count ± noise", "Days"];
  parts.push(table("Device-days in each arm; ± one standard deviation of the added noise", heads, arms, "counts"));
  const more = [
    ["Silences", "Device-days on which a slot stayed silent, by reason; at least, for in a report these come last", found.silences, (c) => c.reason],
    ["Blocks", "Block, segment, outcome", found.blocks, (c) => `${c.block} · ${c.segment} · ${c.outcome}`],
    ["Ghosts", found.ghosts.note, found.ghosts.counts, (c) => c.block],
  ];
  for (const [title, caption, rows, name] of more) {
    if (!rows.length) continue;
    parts.push(element("h3", title), table(caption, heads, rows.map((c) => [name(c), count(c), days(c)]), "counts"));
  }
  if (found.withheld.length) {
    parts.push(
      element("h3", "Withheld"),
      element("p", `Under the minimum on every day: ${found.withheld.join(", ")}`, { class: "quiet" }),
    );
  }
  return parts;
}

function show(results) {
  byId("title").textContent = results.title;
  byId("simulated").hidden = !results.simulated;
  byId("simulated").textContent = results.simulated
    ? "SIMULATED: these counts come from simulated visitors. They say nothing about real ones."
    : "";
  byId("results").replaceChildren(...results.sites.flatMap((found) => site(found, results.simulated)));
  byId("status").textContent = results.sites.length ? "Results are shown below." : "No site is collected yet.";
}

async function load(token) {
  byId("status").textContent = "Loading…";
  byId("results").replaceChildren();
  try {
    const response = await fetch("/api/results", {
      headers: { Authorization: `Bearer ${token}` }, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
    });
    if (response.status === 401) byId("status").textContent = "That token is not the dashboard's.";
    else if (!response.ok) byId("status").textContent = "The results could not be read; try again.";
    else show(await response.json());
  } catch {
    byId("status").textContent = "The dashboard could not be reached, or this token cannot be sent; try again.";
  }
}

byId("open").addEventListener("submit", (event) => {
  event.preventDefault();
  load(byId("token").value);
  byId("token").value = "";
});

const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  history.replaceState(null, "", location.pathname);
  load(given);
}
