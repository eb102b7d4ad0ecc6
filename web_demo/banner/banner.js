// A consent banner that has nothing to do with EdgePersona: vanilla-cookieconsent, as a site sets it up for itself.
// EdgePersona listens to its events; what a category grants is mapped in consent.yaml.

// The page's policy lets no script write markup. What this library writes is its own symbols, which pass, and the texts
// below, in which nothing is markup.
const SYMBOL = /^<svg viewBox="0 0 24 24" stroke-width="[\d.]+"><path d="[-\d., a-zA-Z]+"\/><\/svg>$/;
window.trustedTypes?.createPolicy("default", {
  createHTML: (text) => (SYMBOL.test(text) ? text : text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")),
});

const { run } = await import("./cookieconsent.esm.js");
const language = document.documentElement.lang;

await run({
  cookie: { path: "/banner/" }, // the demo's other pages have no banner
  hideFromBots: false, // a browser that a test drives counts as one
  categories: { necessary: { enabled: true, readOnly: true }, functional: {}, statistics: {} },
  language: { default: language, translations: { [language]: `/banner/texts/${language}.json` } },
});
