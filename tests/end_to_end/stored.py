"""What a page's origin holds, opened and exchanged as a script of the site itself could: sealing does not stop that."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from playwright.sync_api import Page

from edgepersona.core.packing import PACKED, pack, unpack

OPENED = """const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = request.oncomplete = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const about = (name, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`edgepersona ${name} 2`) });
  const request = indexedDB.open("edgepersona", 2);
  request.onupgradeneeded = () => ["keys", "records"].forEach((name) => request.result.createObjectStore(name));
  const database = await done(request);"""
READ = f"""async () => {{
  {OPENED}
  const tables = database.transaction(["keys", "records"]);
  const [keys, records] = ["keys", "records"].map((name) => tables.objectStore(name));
  const found = {{}};
  for (const name of ["memory", "outbox"]) {{
    const [key, record] = await Promise.all([done(keys.get(name)), done(records.get(name))]);
    found[name] = key && record ? [key, record] : null;
  }}
  database.close();
  const read = {{ choice: localStorage.getItem("ep:choice"), visit: sessionStorage.getItem("ep:visit") }};
  for (const [name, pair] of Object.entries(found)) {{
    if (pair === null) {{ read[name] = null; continue; }}
    const [key, {{ iv, sealed }}] = pair;
    const bytes = new Uint8Array(await crypto.subtle.decrypt(about(name, iv), key, sealed));
    read[name] = btoa(String.fromCharCode(...bytes));
  }}
  return read;
}}"""
WRITE = f"""async ({{ choice, visit, ...packed }}) => {{
  {OPENED}
  localStorage.setItem("ep:choice", choice);
  sessionStorage.setItem("ep:visit", visit);
  for (const [name, text] of Object.entries(packed)) {{
    const key = await crypto.subtle.generateKey({{ name: "AES-GCM", length: 256 }}, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const sealed = await crypto.subtle.encrypt(about(name, iv), key, bytes);
    const writing = database.transaction(["keys", "records"], "readwrite");
    writing.objectStore("keys").put(key, name);
    writing.objectStore("records").put({{ iv, sealed }}, name);
    await done(writing);
  }}
  database.close();
}}"""


def stored(page: Page) -> dict[str, str | None]:
    """The stores' texts, None for what is not there."""
    read: dict[str, str | None] = page.evaluate(READ)
    return {name: unpack(text) if name in PACKED and text is not None else text for name, text in read.items()}


def store(page: Page, texts: Mapping[str, str]) -> None:
    """Put texts into the stores; one that is no JSON stands in memory or outbox as its bare bytes."""
    page.evaluate(WRITE, {name: _packed(text) if name in PACKED else text for name, text in texts.items()})


def _packed(text: str) -> str:
    try:
        return pack(text)
    except ValueError:
        return base64.b64encode(text.encode()).decode("ascii")
