// The worker in which Python runs. It boots, and passes texts on.
//
// Rules
// 1. Everything is loaded from this build's own folder, and the bundle while Python boots.
// 2. It reads no store, knows no clock and sends nothing; what Python may know comes in with each request.
// 3. Messages have fixed shapes: {id, request} in; {booted}, {failed, code}, {id, response} out.

import { loadPyodide } from "./runtime/pyodide.mjs";

const runtime = new URL("./runtime/", import.meta.url).href;

const failed = (code) => () => {
  throw code;
};

async function boot() {
  const bundle = fetch(new URL("./bundle.msgpack", import.meta.url))
    .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(response.status)))
    .catch(failed("bundle-failed"));
  bundle.catch(() => {}); // it may fail before Python is there to ask
  const python = await loadPyodide({
    indexURL: runtime,
    lockFileURL: new URL("pyodide-lock.json", runtime).href,
    packages: ["edgepersona-core"],
    stdout: () => {},
    stderr: () => {},
  }).catch(failed("boot-failed"));
  const bytes = new Uint8Array(await bundle);
  let bridge;
  try {
    bridge = python.pyimport("edgepersona.browser.bridge");
  } catch {
    throw "boot-failed"; // a wheel that does not match its hash shows itself only here
  }
  try {
    bridge.start(python.toPy(bytes));
    return bridge;
  } catch {
    throw "bundle-failed";
  }
}

try {
  const bridge = await boot();
  self.onmessage = ({ data }) => {
    if (!Number.isSafeInteger(data?.id) || typeof data.request !== "string") return;
    try {
      self.postMessage({ id: data.id, response: bridge.handle(data.request) });
    } catch {
      self.postMessage({ failed: true, code: "boot-failed" });
    }
  };
  self.postMessage({ booted: true });
} catch (code) {
  self.postMessage({ failed: true, code: typeof code === "string" ? code : "boot-failed" });
}
