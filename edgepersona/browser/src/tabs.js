// Telling the other tabs of this site that what is held has changed.
//
// Rules
// 1. A message is one bare word; nothing held is in it, and a message that is anything else is ignored.
// 2. Each tab looks at the stores again by itself. The visit belongs to a tab alone, so forgetting everything
//    and signing out are done again in every tab.

const WORDS = ["look", "forget", "signOut"];

/** `hear(word)` is called for another tab's message. Returns {tell(word)}. */
export function tabs(hear) {
  if (typeof BroadcastChannel !== "function") return { tell() {} };
  let channel;
  const open = () => {
    channel ??= new BroadcastChannel("edgepersona");
    channel.onmessage = ({ data }) => {
      if (WORDS.includes(data)) hear(data);
    };
  };
  // An open channel would keep the page out of the back/forward cache.
  addEventListener("pagehide", () => {
    channel?.close();
    channel = null;
  });
  addEventListener("pageshow", open);
  open();
  return { tell: (word) => channel?.postMessage(word) };
}
