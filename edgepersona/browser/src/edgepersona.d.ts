/**
 * Types of EdgePersona in the page: `window.edgepersona`, its events, and its elements.
 *
 * Reading calls (`decide`, `why`, `held`, `outbox`, `sent`, `export`) answer scripts only in builds made with
 * `--expose ids`; elsewhere they reject with the code `not-exposed`, and the privacy panel alone reads.
 */

export {};

declare global {
  interface Window {
    readonly edgepersona: EdgePersona.Api;
  }
  /** Also reachable without `window.`. */
  const edgepersona: EdgePersona.Api;

  interface DocumentEventMap {
    "ep:ready": CustomEvent<EdgePersona.ReadyDetail>;
    "ep:decision": CustomEvent<EdgePersona.DecisionDetail>;
    "ep:shown": CustomEvent<EdgePersona.ShownDetail>;
    "ep:sent": CustomEvent<EdgePersona.SentDetail>;
    "ep:error": CustomEvent<EdgePersona.ErrorDetail>;
  }

  interface HTMLElementTagNameMap {
    "ep-slot": EdgePersona.SlotElement;
    "ep-panel": EdgePersona.PanelElement;
    /** Only in a preview. */
    "ep-preview": HTMLElement;
  }

  namespace EdgePersona {
    /** What each method rejects with. */
    interface CallError extends Error {
      readonly code: ErrorCode;
    }

    type ErrorCode =
      | "unknown-signal" | "unknown-value" | "unknown-question" | "unknown-slot" | "unknown-event" | "unknown-call"
      | "bad-request" | "needs-opt-in" | "personalise-off" | "not-exposed" | "framed" | "fault" | "not-started"
      | "deadline" | "client-failed" | "worker-failed" | "boot-failed" | "boot-crashed" | "bundle-failed" | "words-failed"
      | "bundle-unsigned" | "bundle-signature" | "bundle-too-old" | "file-changed" | "signature-unchecked"
      | "bad-answer" | "panel-failed" | "tables-failed" | "tables-only" | "storage-unavailable" | "failed";

    type Switch = "on" | "off";
    type Tier = "answer" | "usage" | "account" | "campaign";

    interface ConsentChanges {
      /** One word for all sources, or one for each that changes. */
      personalise?: Switch | Partial<Record<Tier, Switch>>;
      remember?: Switch;
      measure?: Switch;
    }

    interface Api {
      /** Resolves once: decisions are in place, personalisation is off, or this page view stays as it is. */
      readonly ready: Promise<{ readonly state: "ready" | "off" | "failed" }>;

      /** A new page view, in a single-page app. */
      page(): Promise<void>;
      /** Something happened that the persona file counts, or a goal. `props` is reserved and not read. */
      track(event: string, props?: Readonly<Record<string, unknown>>): Promise<void>;
      /** What the account says; null takes it back. */
      signal(id: string, value: string | null): Promise<void>;
      /** A question's id and a value's id; null takes the answer back. */
      answer(question: string, value: string | null): Promise<void>;
      consent(changes: ConsentChanges): Promise<void>;
      /** Fewer interruptions, on the visitor's wish. */
      quiet(yes: boolean): Promise<void>;
      /** A sensitive signal, by the visitor's own wish. */
      optIn(signal: string, yes: boolean): Promise<void>;
      /** A signal's id or the id of an item from `held()`; without one, everything in all stores. */
      forget(what?: string | null): Promise<void>;
      /** The account's signals go. */
      signOut(): Promise<void>;

      /** The whole decision, as `edgepersona decide` prints it. Starts Python if need be. */
      decide(): Promise<Decision>;
      why(slot: string): Promise<Why>;
      held(): Promise<Held>;
      outbox(): Promise<Outbox>;
      sent(): Promise<Sent>;
      /** Everything held, as plain data: what the visitor takes along. */
      export(): Promise<Export>;
    }

    type Reason =
      | "PERSONALISATION_OFF" | "CONTROL_ARM" | "PAGE_BUSY" | "QUIET" | "INTERRUPT_BUDGET" | "FATIGUED" | "SERVICE_FIRST"
      | "NOT_STARTED" | "ENDED" | "WRONG_STAGE" | "NEEDS_OPT_IN" | "NOT_ELIGIBLE" | "NO_TRANSLATION" | "UNEXPLAINABLE"
      | "ALREADY_ANSWERED" | "ALREADY_CONVERTED" | "FREQUENCY_CAP" | "PAUSED" | "BELOW_SILENCE" | "OUTRANKED" | "NO_CANDIDATE";

    type Arm = "treated" | "control" | "caps_only";

    interface ReadyDetail {
      readonly state: "ready" | "off";
    }
    interface DecisionDetail {
      readonly slot: string;
      readonly reason: Reason | null;
      /** Whether the slot shows its own default block. */
      readonly default: boolean;
    }
    interface ShownDetail {
      readonly slot: string;
    }
    interface SentDetail {
      /** The collector's HTTP status. */
      readonly status: number;
    }
    interface ErrorDetail {
      readonly code: ErrorCode;
      /** What the site's developer can do about it. */
      readonly fix: string;
    }

    interface SlotElement extends HTMLElement {}
    interface PanelElement extends HTMLElement {}

    interface Decision {
      readonly format: 1;
      readonly bundle: string;
      readonly now: string;
      readonly language: string;
      readonly arm: Arm;
      readonly stage: string | null;
      readonly segment: string | null;
      /** 0 to 1. */
      readonly fatigue: number;
      readonly slots: Readonly<Record<string, SlotDecision>>;
      readonly ghost?: Readonly<Record<string, string | null>>;
      readonly withheld: readonly Withheld[];
    }
    interface SlotDecision {
      readonly block: string | null;
      readonly default?: true;
      readonly utility?: number;
      readonly because?: string;
      readonly propensity?: number;
      readonly terms?: readonly DecisionTerm[];
      readonly reason?: Reason;
      readonly text?: string;
      readonly until?: string | null;
    }
    interface DecisionTerm {
      readonly signal: string;
      readonly value: string;
      readonly tier: Tier | "sensitive";
      readonly adds: number;
    }
    interface Withheld {
      readonly block: string;
      readonly slot: string;
      readonly reason: Reason;
      readonly by?: string;
      readonly text?: string;
      readonly until: string | null;
    }

    interface Why {
      readonly slot: string;
      readonly block: string | null;
      readonly because: string | null;
      readonly terms: readonly WhyTerm[];
      readonly reason: Reason | null;
      /** The reason, for the visitor. */
      readonly text: string | null;
      /** Milliseconds, UTC: when this reason would lapse by itself. */
      readonly until: number | null;
      /** What would change a silence; null where the slot speaks. */
      readonly change: Change | null;
      /** The blocks that came nearest, and the default. */
      readonly withheld: readonly WhyNot[];
      /** How many more were withheld. */
      readonly more: number;
    }
    interface WhyNot {
      readonly block: string;
      /** null where it has no words in the page's language. */
      readonly title: string | null;
      readonly default: boolean;
      readonly reason: Reason;
      /** The block that took the place. */
      readonly by?: string;
      /** The reason, for the visitor. */
      readonly text: string;
      /** Milliseconds, UTC. */
      readonly until: number | null;
      readonly change: Change;
    }

    type ChangeKind =
      | "wait" | "answer" | "account" | "arrive" | "do" | "forget" | "optin" | "consent" | "quiet" | "page" | "page_view"
      | "visit" | "language" | "arm" | "gone";
    /** The smallest single change that shows a withheld block, or else takes its reason away. */
    interface Change {
      /** null: no single change is known. */
      readonly kind: ChangeKind | null;
      /** For the visitor. */
      readonly text: string;
      /** Whether the block is shown then. */
      readonly shows?: boolean;
      /** The reason that holds then; null where the block is shown. */
      readonly then?: Reason | null;
      /** The block that takes the place then. */
      readonly by?: string;
      /** answer, account, arrive, do, forget. */
      readonly signal?: string;
      readonly question?: string;
      /** Every value that leads there. */
      readonly values?: readonly string[];
      /** do: how often. */
      readonly times?: number;
      /** wait: RFC 3339. */
      readonly until?: string;
      readonly signals?: readonly string[];
      readonly tiers?: readonly Tier[];
      /** The page facts that would have to turn. */
      readonly page?: readonly ("typing" | "media" | "checkout" | "value_seen")[];
      readonly language?: readonly string[];
      readonly arm?: readonly Arm[];
      readonly block?: readonly string[];
    }
    interface WhyTerm {
      readonly signal: string;
      readonly label: string | null;
      readonly value: string;
      readonly text: string | null;
      readonly source: Tier;
      readonly sourceText: string;
      readonly adds: number;
    }

    interface Purpose {
      readonly state: Switch;
      /** What the persona file says where the visitor said nothing. */
      readonly default: "on" | "ask" | "off";
      readonly said: Switch | "unset";
      readonly by: "visitor" | "page" | "source" | "nobody";
      /** The words that the visitor agreed to in a banner of the page, where those switched it on. */
      readonly quote: string | null;
    }
    interface Held {
      readonly consent: {
        readonly personalise: Readonly<Record<Tier, Purpose>>;
        readonly remember: Purpose;
        readonly measure: Purpose;
        readonly quiet: boolean;
        readonly optin: readonly { readonly signal: string; readonly label: string | null; readonly on: boolean }[];
      };
      /** null: no comparison group was drawn, nothing is counted. */
      readonly arm: Arm | null;
      readonly fatigue: { readonly level: "none" | "some" | "high"; readonly text: string };
      readonly items: readonly HeldItem[];
      /** How many damaged pieces of the stores were dropped. */
      readonly lost: number;
    }
    interface HeldItem {
      /** What `forget` takes. */
      readonly id: string;
      readonly store: "visit" | "memory" | "page";
      readonly kind: "answer" | "account" | "campaign" | "event" | "receipts";
      readonly signal: string | null;
      readonly label: string | null;
      readonly value: string;
      readonly text: string | null;
      readonly source: string;
      readonly purpose: string;
      /** Milliseconds, UTC. */
      readonly at: number;
      /** Milliseconds, UTC; null: until the visit ends. */
      readonly until: number | null;
      /** Of receipts: each with its number in the chain, its time (milliseconds, UTC) and its SHA-256. */
      readonly chain?: readonly { readonly number: number; readonly at: number; readonly hash: string }[];
      /** Of receipts: how many were removed from the chain. */
      readonly removed?: number;
    }

    interface Report {
      readonly day: string;
      readonly bytes: number;
      readonly hex: string;
      /** What the bytes say, sentence by sentence. */
      readonly says: readonly string[];
    }
    interface Outbox {
      readonly waiting: readonly (Report & { readonly id: string })[];
      /** Counted today and not in a report yet. */
      readonly today: readonly string[];
      readonly due: number | null;
    }
    interface Sent {
      readonly sent: readonly (Report & { readonly at: number })[];
      /** made = acknowledged + waiting + all that was dropped. */
      readonly ledger: {
        readonly made: number;
        readonly acknowledged: number;
        readonly waiting: number;
        readonly dropped: Readonly<Record<string, number>>;
      };
    }
    interface Export {
      readonly format: 1;
      readonly bundle: string;
      readonly now: number;
      readonly held: Held;
      readonly outbox: Outbox;
      readonly sent: Sent;
      /** The stores' texts, without the receipts. */
      readonly stores: Readonly<Record<string, string | null>>;
      readonly arm: { readonly arm: Arm | null; readonly seed: string };
      /** By store; `edgepersona replay` verifies and reproduces them. */
      readonly receipts: Readonly<Record<string, Receipts>>;
      readonly decision: Decision;
      /** What `decision` rests on. */
      readonly decided: Pick<Receipt, "at" | "who" | "page" | "on">;
      /** The bundle: base64 of the bytes whose SHA-256 is `bundle`. */
      readonly persona: string;
      /** Part → SHA-256 of its canonical bytes. */
      readonly sums: Readonly<Record<string, string>>;
    }
    interface Receipts {
      /** Answers changed since a receipt rested on them: kind, signal, value, when. */
      readonly said: readonly (readonly [string, string, string, number])[];
      readonly list: readonly (Receipt | { readonly removed: number; readonly hash: string })[];
    }
    interface Receipt {
      /** Counted from 1, with the removed ones. */
      readonly number: number;
      readonly at: number;
      readonly nonce: string;
      readonly who: Readonly<Record<string, unknown>>;
      readonly page: Readonly<Record<string, unknown>>;
      readonly on: Readonly<Record<string, unknown>>;
      readonly outcome: {
        /** Per slot, in the file's order, the pass that settled it: 1, 2 or 3. */
        readonly passes: string;
        /** A block and its propensity, or the default (or null) and the reason for silence. */
        readonly slots: Readonly<Record<string, readonly [string | null, number | Reason]>>;
        readonly ghost: Readonly<Record<string, string | null>> | null;
      };
      readonly decision: string;
      readonly hash: string;
    }
  }
}
