// What can go wrong once Python is wanted, by code, each with what the site's developer can do about it.

import { teach } from "./failures.js";

teach({
  "not-exposed": "Reading calls are the panel's: build with --expose ids to open them.",
  "bad-request": "See the documentation for the call's arguments.",
  "boot-crashed": "An earlier start of Python ended this tab; it is not tried again here. Free memory, or use a new tab.",
  "boot-failed": "Serve every file of the build unchanged; worker.js needs 'wasm-unsafe-eval' in its own response's CSP.",
  "bundle-failed": "Serve bundle.msgpack and integrity.json from the same build as the other files.",
  "bundle-signature": "The bundle is not what the pinned key signed: deploy the signed build whole, or pin the key that signs.",
  "bundle-too-old": "The bundle is below the lowest build still accepted: deploy a newer one, or clear the cache in front of it.",
  "bundle-unsigned": "This page pins a key: build with --sign, and serve the integrity.json of that build.",
  "bad-answer": "The worker answered in another form: serve all files from one build.",
  fault: "A fault of the core's own: please report it with the bundle's digest.",
  "file-changed": "A script differs from integrity.json: serve all files of one build, unchanged, with Cache-Control: no-cache.",
  "signature-unchecked": "This browser has no Ed25519: the bundle is compared with config.js instead, unless the page itself pins the key.",
  "storage-unavailable": "The browser blocks or limits storage: what is said lasts for this page only.",
  "worker-failed": "Serve worker.js and allow the worker: worker-src 'self', and the policy name edgepersona where trusted-types is set.",
});
