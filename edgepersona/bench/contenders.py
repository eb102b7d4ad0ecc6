"""What else people put into a page so that a block fits: two libraries, set up as their documentation says.

Rules
1. Each is bundled and minified by esbuild, served beside the page and loaded as a module in its head, as its users do
   it. Nothing hides the page meanwhile, which both offer: a hidden page is not a quick one.
2. growthbook: `new GrowthBook({apiHost, clientKey, attributes})`, `await init()`, `getFeatureValue()`. Its rules are
   one file on the page's own origin. Beside it the harder comparison: the same with `initSync({payload})`, its rules
   in its script, so that it has nothing to wait for.
3. uniform: `new Context({manifest, defaultConsent})`, `await update({url})`, `personalize()`, its manifest in its
   script, where its command line puts it.
4. The texts are in the script, and the swap is the same few lines for all.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from edgepersona.core.errors import LocalError

from . import landing, wire

PEERS = wire.ROOT / "requirements" / "bench"
"""Where npm installs what we measure ourselves against."""
PACKAGES = {"growthbook": "@growthbook/growthbook", "growthbook, rules in it": "@growthbook/growthbook"}
PACKAGES["uniform"] = "@uniformdev/context"
HOW = "not installed, so there is nothing to compare with: npm ci --ignore-scripts --prefix requirements/bench"
RULES = "/peers/api/features/sdk-bench"
SWAP = f"""
const texts = {json.dumps(landing.TEXTS)};
export function swap(name) {{
  const words = texts[name];
  const host = document.querySelector('ep-slot[name="{landing.SLOT}"]');
  const make = (tag, ...children) => {{
    const element = document.createElement(tag);
    element.append(...children);
    return element;
  }};
  const link = make("a", words.cta.label);
  link.href = words.cta.href;
  host.replaceChildren(make("h1", words.title), make("p", words.body),
    make("ul", ...words.points.map((point) => make("li", point))), link);
}}
export const address = new URL(location.href);
"""
GROWTHBOOK = """
import {{ GrowthBook }} from "@growthbook/growthbook";
import {{ swap, address }} from "./swap.js";
const gb = new GrowthBook({{
  apiHost: `${{location.origin}}/peers`, clientKey: "sdk-bench",
  attributes: {{ utmCampaign: address.searchParams.get("utm_campaign") }},
}});
{init};
const name = gb.getFeatureValue("hero", {usual});
if (name !== {usual}) swap(name);
"""
UNIFORM = """
import {{ Context }} from "@uniformdev/context";
import {{ swap, address }} from "./swap.js";
const context = new Context({{ manifest: {manifest}, defaultConsent: true }});
await context.update({{ url: address }});
const {{ variations }} = context.personalize({{ name: "hero", variations: {variations} }});
if (variations[0] && variations[0].id !== {usual}) swap(variations[0].id);
"""


def installed() -> dict[str, str]:
    """Which packages are there, with their versions."""
    found = {}
    for package in sorted(set(PACKAGES.values())):
        described = PEERS / "node_modules" / package / "package.json"
        if described.is_file():
            found[package] = str(json.loads(described.read_text(encoding="utf-8"))["version"])
    return found


def files(names: list[str], scratch: Path) -> wire.Files:
    """The scripts and rules of some contenders. Raises LocalError where esbuild is missing or refuses."""
    (scratch / "swap.js").write_text(SWAP, encoding="utf-8")
    made: wire.Files = {RULES: wire.file("rules.json", json.dumps({"status": 200, **rules()}).encode())}
    for name in names:
        source, out = scratch / f"{slug(name)}.js", scratch / f"{slug(name)}.min.js"
        source.write_text(script(name), encoding="utf-8")
        esbuild = wire.ROOT / "node_modules" / ".bin" / "esbuild"
        if not esbuild.is_file():
            raise LocalError("esbuild is not there, so peers cannot be bundled: make setup installs it")
        how = ["--bundle", "--minify", "--format=esm", "--target=es2022", f"--outfile={out}"]
        where = {"NODE_PATH": str(PEERS / "node_modules"), "PATH": str(Path(wire.node()).parent)}
        done = subprocess.run([str(esbuild), str(source), *how], capture_output=True, text=True, env=where, check=False)  # noqa: S603 - a file of ours
        if done.returncode:
            raise LocalError(f"{name} could not be bundled: {done.stderr.strip().splitlines()[0]}")
        made[f"/peers/{slug(name)}.js"] = wire.file("x.js", wire.packed(out), packed=True, cache=wire.FOREVER)
    return made


def tag(name: str) -> str:
    """What a page of this contender has in its head."""
    return f'<script type="module" src="/peers/{slug(name)}.js"></script>\n'


def slug(name: str) -> str:
    """A contender's name in addresses."""
    return name.replace(", ", "-").replace(" ", "-")


def rules() -> dict[str, Any]:
    """growthbook's payload: one feature, one rule a campaign."""
    forced = [{"condition": {"utmCampaign": name}, "force": name} for name in landing.CAMPAIGNS]
    return {"features": {"hero": {"defaultValue": landing.DEFAULT, "rules": forced}}}


def script(name: str) -> str:
    """A contender's entry point."""
    usual = json.dumps(landing.DEFAULT)
    if name == "uniform":
        signals = {
            one: {
                "str": 50,
                "cap": 100,
                "dur": "s",
                "crit": {
                    "type": "G",
                    "op": "&",
                    "clauses": [{"type": "QS", "queryName": "utm_campaign", "match": {"op": "=", "rhs": one}}],
                },
            }
            for one in landing.CAMPAIGNS
        }
        variations: list[dict[str, Any]] = [
            {"id": one, "pz": {"crit": [{"l": one, "op": ">", "r": 0}]}} for one in landing.CAMPAIGNS
        ]
        manifest = json.dumps({"project": {"pz": {"sig": signals}}})
        return UNIFORM.format(
            manifest=manifest, usual=usual, variations=json.dumps([*variations, {"id": landing.DEFAULT}])
        )
    asks = name == "growthbook"
    init = "await gb.init()" if asks else f"gb.initSync({{ payload: {json.dumps(rules())} }})"
    return GROWTHBOOK.format(init=init, usual=usual)
