// The worker in which Python runs. It boots, and passes texts on.
//
// Rules
// 1. Everything is loaded from this build's own folder, and the bundle while Python boots; it is checked before use.
// 2. It reads no store, knows no clock and sends nothing; what Python may know comes in with each request.
// 3. Messages have fixed shapes: {id, request} in; {booted, build}, {failed, code}, {id, response} out.

import { loadPyodide } from "./runtime/pyodide.mjs";
import { trusted } from "./trusted-bundle.js";

const runtime = new URL("./runtime/", import.meta.url).href;

const failed = (code) => () => {
  throw code;
};

async function boot() {
  const starting = loadPyodide({
    indexURL: runtime,
    lockFileURL: new URL("pyodide-lock.json", runtime).href,
    packages: ["edgepersona-core"],
    stdout: () => {},
    stderr: () => {},
  }).catch(failed("boot-failed"));
  const [python, { bundle, build }] = await Promise.all([
    starting,
    trusted(new URL("./", import.meta.url), self.location.hash),
  ]);
  let bridge;
  try {
    bridge = python.pyimport("edgepersona.browser.bridge");
  } catch {
    throw "boot-failed"; // a wheel that does not match its hash shows itself only here
  }
  try {
    bridge.start(python.toPy(new Uint8Array(bundle)));
    return { bridge, build };
  } catch {
    throw "bundle-failed";
  }
}

try {
  const { bridge, build } = await boot();
  self.onmessage = ({ data }) => {
    if (!Number.isSafeInteger(data?.id) || typeof data.request !== "string") return;
    try {
      self.postMessage({ id: data.id, response: bridge.handle(data.request) });
    } catch {
      self.postMessage({ failed: true, code: "boot-failed" });
    }
  };
  self.postMessage({ booted: true, build });
} catch (code) {
  self.postMessage({ failed: true, code: typeof code === "string" ? code : "boot-failed" });
}
