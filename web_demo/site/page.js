// The landing page's own behaviour. Everything works without EdgePersona: its calls go through `persona` alone.

const language = document.documentElement.lang;
const byId = (id) => document.getElementById(id);

/** Calls the SDK where there is one. Its absence, or its refusal, is no concern of the page. */
function persona(method, ...values) {
  try {
    Promise.resolve(window.edgepersona?.[method]?.(...values)).catch(() => {});
  } catch {
    // An SDK that fails outright leaves the page as it is.
  }
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const bringIntoView = (element) => element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth" });

languages();
customerSwitch();
calculator();
questions();
prices();
request();

function languages() {
  // The campaign a visitor came with is theirs on the other language's page, too; nothing else is carried along.
  const campaign = new URLSearchParams(
    [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith("utm_")),
  ).toString();
  for (const link of document.querySelectorAll("a[data-keep-campaign]")) {
    if (link.hreflang === language) link.setAttribute("aria-current", "true");
    if (campaign) link.search = campaign;
  }
  const menu = document.querySelector(".languages");
  addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function customerSwitch() {
  // Stands in for a sign-in. A real site would know from its session, so this one remembers in sessionStorage, too.
  const box = byId("as-customer");
  const key = "acme-signed-in";
  const remember = (yes) => {
    try {
      if (yes) sessionStorage.setItem(key, "yes");
      else sessionStorage.removeItem(key);
    } catch {
      // Storage may be blocked; then the switch lasts as long as the page.
    }
  };
  try {
    box.checked = sessionStorage.getItem(key) === "yes";
  } catch {
    box.checked = false;
  }
  if (box.checked) persona("signal", "complaint", "open");
  box.addEventListener("change", () => {
    remember(box.checked);
    if (box.checked) persona("signal", "complaint", "open");
    else persona("signOut");
  });
}

function calculator() {
  const form = byId("calc");
  const said = byId("calc-said");
  const whole = { maximumFractionDigits: 0 };
  const inEuros = { style: "currency", currency: "EUR", signDisplay: "negative", ...whole };
  const money = new Intl.NumberFormat(language, inEuros);
  const euros = (amount) => money.format(amount).replace("-", "−");
  const oneDecimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const hours = new Intl.NumberFormat(language, { style: "unit", unit: "hour", unitDisplay: "long", ...whole });
  const weeks = new Intl.NumberFormat(language, { style: "unit", unit: "week", unitDisplay: "long" });

  // The formula stands in words below the calculator; these are its constants.
  const WORKING_WEEKS = 46;
  const UPKEEP_SAVED = 1 / 4;
  const DEALS_MOVING = 1 / 10;
  const TEAM_PLAN = 29; // euros, per person and month

  const value = (name) => {
    const field = form.elements[name];
    const entered = field.valueAsNumber;
    return Number.isFinite(entered) ? Math.min(Math.max(entered, Number(field.min)), Number(field.max)) : 0;
  };
  const put = (name, text) => {
    form.elements[name].value = text;
  };

  function reckon() {
    const back = value("reps") * value("hours") * WORKING_WEEKS * UPKEEP_SAVED;
    const moved = value("deals") * 4 * DEALS_MOVING;
    const time = back * value("cost");
    const revenue = moved * value("deal");
    const licence = value("reps") * 12 * TEAM_PLAN;
    const payback = Math.ceil((licence / (time + revenue)) * 52);
    put("hours_back", hours.format(back));
    put("time", euros(time));
    put("moved", oneDecimal.format(moved));
    put("revenue", euros(revenue));
    put("licence", euros(-licence));
    put("net", euros(time + revenue - licence));
    put("payback", payback <= 52 ? weeks.format(payback) : form.dataset.never);
  }

  // "#roi=reps:35,hours:4,deals:9" fills these fields. A fragment never reaches a server; it leaves the address
  // afterwards so that the same link works again, and so that a copied address says nothing about its sender.
  function fromAddress() {
    const wanted = /^#roi=([\w:.,]+)$/.exec(location.hash);
    if (!wanted) return;
    for (const pair of wanted[1].split(",")) {
      const [name, entered] = pair.split(":");
      const field = form.elements.namedItem(name);
      if (!(field instanceof HTMLInputElement) || !Number.isFinite(Number(entered))) continue;
      field.value = entered;
      field.classList.add("filled");
      field.addEventListener("animationend", () => field.classList.remove("filled"), { once: true });
    }
    reckon();
    history.replaceState(history.state, "", `${location.pathname}${location.search}#roi`);
    bringIntoView(byId("roi"));
    form.focus({ preventScroll: true });
    said.textContent = "";
    const net = form.elements.net.value;
    requestAnimationFrame(() => (said.textContent = `${said.dataset.filled} ${form.dataset.net}: ${net}`));
  }

  form.addEventListener("input", reckon);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", fromAddress);
  reckon();
  fromAddress();
}

function questions() {
  for (const question of document.querySelectorAll("#faq details")) {
    question.addEventListener("toggle", () => question.open && persona("track", "faq_read"));
  }
}

function prices() {
  // Read means: half of it in view for a second and a half, once per page view.
  let timer;
  const seen = new IntersectionObserver(
    ([entry]) => {
      clearTimeout(timer);
      if (!entry.isIntersecting) return;
      timer = setTimeout(() => {
        seen.disconnect();
        persona("track", "pricing_read");
      }, 1500);
    },
    { threshold: 0.5 },
  );
  seen.observe(document.querySelector(".plans"));
}

function request() {
  const form = byId("request");
  const thanks = byId("thanks");
  const show = (done) => {
    form.inert = done;
    thanks.hidden = !done;
  };
  for (const link of document.querySelectorAll("a[data-wish]")) {
    link.addEventListener("click", () => {
      show(false);
      form.elements.wish.value = link.dataset.wish;
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    persona("track", form.elements.wish.value);
    form.reset();
    show(true);
    thanks.focus();
  });
  byId("again").addEventListener("click", () => {
    show(false);
    form.elements.name.focus();
  });
}
