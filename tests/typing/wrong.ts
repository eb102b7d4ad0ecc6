// Wrong uses of the page's API: each must be an error, or the type-check itself fails.
import "../../edgepersona/browser/src/edgepersona";

// @ts-expect-error an event has a name
await edgepersona.track();
// @ts-expect-error a value is a text
await edgepersona.answer("crm", 3);
// @ts-expect-error a question's answer has a value, if only null
await edgepersona.answer("crm");
// @ts-expect-error consent is on or off, not yes or no
await edgepersona.consent({ remember: true });
// @ts-expect-error there is no such purpose
await edgepersona.consent({ profile: "on" });
// @ts-expect-error there is no such tier
await edgepersona.consent({ personalise: { location: "on" } });
// @ts-expect-error a word is not a boolean
await edgepersona.quiet("yes");
// @ts-expect-error an opt-in is given for a signal
await edgepersona.optIn(true);
// @ts-expect-error acting calls return nothing to read
(await edgepersona.track("faq_read")).slots;
// @ts-expect-error what is held is plain data that nobody edits
(await edgepersona.held()).arm = "control";
// @ts-expect-error the API is not replaced
window.edgepersona = edgepersona;
// @ts-expect-error why asks for one slot
await edgepersona.why();
// @ts-expect-error events never carry a value
document.addEventListener("ep:decision", ({ detail }) => detail.value);
// @ts-expect-error nor the text of what was shown
document.addEventListener("ep:shown", ({ detail }) => detail.text);
// @ts-expect-error not a reason
document.addEventListener("ep:decision", ({ detail }) => detail.reason === "TIRED");
// @ts-expect-error not a kind of change
(await edgepersona.why("notice")).change?.kind === "pay";
