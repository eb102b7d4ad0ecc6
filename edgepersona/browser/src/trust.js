// The one Trusted Types policy of the SDK's own code: it makes the worker's address, and nothing else.
//
// Rules
// 1. The policy trusts exactly one file, of this build's own folder; anything else throws.
// 2. Where Trusted Types are missing, the address is passed on as it is.

/**
 * The worker's address in the form `new Worker` accepts under `require-trusted-types-for 'script'`. `pin`: what
 * `pinOf` says the bundle must be, as a fragment.
 */
export function workerAddress(base, pin) {
  const address = new URL(`worker.js${pin}`, base).href;
  const factory = globalThis.trustedTypes;
  if (typeof factory?.createPolicy !== "function") return address;
  const policy = factory.createPolicy("edgepersona", {
    createScriptURL(text) {
      if (text !== address) throw new TypeError("edgepersona trusts its own worker only");
      return text;
    },
  });
  return policy.createScriptURL(address);
}
