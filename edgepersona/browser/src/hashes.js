// A file's hash as `integrity.json` and a browser's `integrity` attribute write it.
//
// Rule: an address without TLS has no WebCrypto outside loopback; there the browser's own check is asked for instead.

/** `sha384-…` of some bytes; throws where the browser cannot tell. */
export async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  return `sha384-${btoa(String.fromCharCode(...digest))}`;
}
