// The page's language, before Python has said which one it is.

/** RFC 4647 lookup among a site's languages, for the time before Python has said which one it is. */
export function lookup(wanted, languages) {
  const subtags = String(wanted).toLowerCase().split("-");
  while (subtags.length > 0) {
    const found = languages.find((language) => language.toLowerCase() === subtags.join("-"));
    if (found) return found;
    subtags.pop();
    if (subtags.at(-1)?.length === 1) subtags.pop(); // a single letter opens an extension: it goes with what followed
  }
  return languages[0];
}
