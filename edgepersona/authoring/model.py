"""The grammar of `persona.yaml`, as types.

Rules
1. This is the one place where the grammar is written. The reader (`grammar.py`) checks files against these
   annotations, and the JSON Schema for editors is generated from them: a new field is at once read,
   completed and suggested.
2. A field without a default must be there. A default is what the file means when it is silent.
3. What one field cannot see alone (does this signal exist?) is a rule of `rules.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from .kinds import MAX_NUMBER, Condition, Date, Duration, Gap, Id, Language, Number, Sentence, Share, Span, Text

FORMAT = 1
Tier = Literal["answer", "campaign", "account", "usage", "sensitive"]
Class = Literal["content", "promotion", "service", "question"]
Outcome = Literal["shown", "ignored", "dismissed", "clicked", "converted", "not_helpful", "complained"]
Word = Literal["on", "ask", "off"]
NOT_TICKED = "ask or off, for consent is not pre-ticked"
CheckName = Literal[
    "too-many-segments",
    "missing-explanation",
    "sensitive-without-opt-in",
    "unpausable-promotion",
    "unreachable-block",
    "no-goal",
    "revealing-link",
    "detail-not-given",
    "personal-price",
    "backward-weight",
    "idle-cap",
    "contradictory-caps",
    "always-outranked",
    "many-interruptions",
    "uncapped-service",
    "unremembered-interrupt",
    "shared-cap",
    "service-overridden",
    "service-not-proved",
]


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A map of the file."""


class Counts(_Part, frozen=True, kw_only=True):
    """What a usage signal counts."""

    event: Annotated[Id, Meta(description="The event counted, as the page tracks it. Not a block outcome.")]
    within: Annotated[
        Duration | None, Meta(description="The window counted in: a duration up to 180d, or visit. Default: keep.")
    ] = None


class Signal(_Part, frozen=True, kw_only=True):
    """One entry of the data catalogue: what is not listed cannot be read, kept, used or counted."""

    tier: Annotated[Tier, Meta(description="Where it comes from, and whose consent it needs.")]
    keep: Annotated[Duration, Meta(description="How long it may be kept at most: a duration up to 180d, or visit.")]
    purpose: Annotated[Sentence, Meta(description="Why it is there, in one sentence a visitor understands.")]
    label: Annotated[Text, Meta(description="What the visitor calls it, by language: your topic.")] = {}
    values: Annotated[
        dict[Id, Text] | None,
        Meta(description="Every value it can take, each with its words by language. Usage signals have bins."),
    ] = None
    optin: Annotated[bool, Meta(description="Must be true for tier sensitive: used only after an opt-in.")] = False
    special: Annotated[
        bool, Meta(description="Health, beliefs and the like (tier sensitive): never stored, counted or in a table.")
    ] = False
    counts: Annotated[Counts | None, Meta(description="Usage signals: the event counted.")] = None
    bins: Annotated[
        Annotated[dict[Id, Annotated[int, Meta(ge=0, le=MAX_NUMBER)]], Meta(min_length=1)] | None,
        Meta(description="Usage signals: value → least count. The largest bound reached decides."),
    ] = None


class Question(_Part, frozen=True, kw_only=True):
    """A question the page may ask; its answers are the values of its signal."""

    signal: Annotated[Id, Meta(description="The signal that the answer sets.")]
    ask: Annotated[Text, Meta(description="The question, by language.")]
    why: Annotated[Text, Meta(description="What the visitor gets from answering, by language.")] = {}
    after: Annotated[
        Literal["value"] | None, Meta(description="value: only once the visitor has got something from the page.")
    ] = None


class Campaign(_Part, frozen=True, kw_only=True):
    """An advert or mailing that visitors arrive from."""

    match: Annotated[
        dict[
            Annotated[str, Meta(min_length=1, max_length=100)],
            Annotated[list[Annotated[str, Meta(min_length=1, max_length=200)]], Meta(min_length=1, max_length=100)],
        ],
        Meta(description="Query parameter → accepted values; all parameters must match."),
    ] = {}
    sets: Annotated[dict[Id, Id], Meta(description="Signal → the value that arriving by it gives.")] = {}
    from_: Annotated[Date | None, Meta(description="First day (UTC).")] = field(name="from", default=None)
    until: Annotated[Date | None, Meta(description="Last day (UTC), included.")] = None


class Stage(_Part, frozen=True, kw_only=True):
    """A stage of the journey; of a list, the first that matches is it."""

    id: Id
    when: Condition


class Segment(_Part, frozen=True, kw_only=True):
    """A group of visitors; of a list, the first that matches is it."""

    id: Id
    when: Condition


class Slot(_Part, frozen=True, kw_only=True):
    """A place in the page."""

    kind: Annotated[
        Literal["inline", "interrupt"],
        Meta(description="inline: part of the page. interrupt: modal, banner, nudge: whatever takes attention."),
    ]
    default: Annotated[Id | None, Meta(description="The block an inline slot shows when nothing fits better.")] = None


class Cta(_Part, frozen=True, kw_only=True):
    """A call to action."""

    label: Annotated[str, Meta(min_length=1, max_length=100)]
    href: Annotated[
        str,
        Meta(
            description="http(s), mailto, tel, a path on this site (/…) or a place on this page (#…).",
            min_length=1,
            max_length=2000,
            extra={"form": "link"},
        ),
    ]


class BlockText(_Part, frozen=True, kw_only=True):
    """A block's words in one language. Text is text: markup is shown, not followed."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    body: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    points: Annotated[
        Annotated[list[Annotated[str, Meta(min_length=1, max_length=300)]], Meta(min_length=1, max_length=8)] | None,
        Meta(description="Up to eight short points."),
    ] = None
    cta: Annotated[Cta | None, Meta(description="The call to action.")] = None


class Block(_Part, frozen=True, kw_only=True):
    """Something the page can say in a slot."""

    slot: Annotated[Id, Meta(description="The slot it stands in.")]
    class_: Annotated[
        Class, Meta(description="Service rules, caps and fatigue go by it: content, promotion, service or question.")
    ] = field(name="class")
    goal: Annotated[Id | None, Meta(description="The step of the funnel it serves: an event.")] = None
    when: Annotated[Condition | None, Meta(description="Who may see it.")] = None
    stages: Annotated[
        Annotated[list[Id], Meta(min_length=1, max_length=100)] | None,
        Meta(description="The stages of the journey it belongs to."),
    ] = None
    from_: Annotated[Date | None, Meta(description="First day (UTC).")] = field(name="from", default=None)
    until: Annotated[Date | None, Meta(description="Last day (UTC), included.")] = None
    campaign: Annotated[Id | None, Meta(description="The campaign whose dates it shares.")] = None
    question: Annotated[Id | None, Meta(description="The question it asks, for class question.")] = None
    relevance: Annotated[
        dict[Id, Annotated[dict[Id, Number], Meta(min_length=1)]],
        Meta(description="Signal → value → weight: what makes it fit."),
    ] = {}
    value: Annotated[float, Meta(description="What showing it is worth.", gt=0, le=MAX_NUMBER)] = 1.0
    text: Annotated[dict[Language, BlockText], Meta(description="Its words, by language.")]
    because: Annotated[
        Text, Meta(description="Why it is shown, by language; {signal} stands for the value. Built if missing.")
    ] = {}


class Utility(_Part, frozen=True, kw_only=True):
    """What showing nothing is worth, by kind of slot."""

    inline: Annotated[float, Meta(ge=0, le=MAX_NUMBER)] = 0.0
    interrupt: Annotated[float, Meta(ge=0, le=MAX_NUMBER)] = 1.0


class Weights(_Part, frozen=True, kw_only=True):
    """How much each outcome tires; below zero, it refreshes. What is not given keeps its default."""

    shown: Number = 0.10
    ignored: Number = 0.25
    friction: Number = 0.25
    dismissed: Number = 0.75
    not_helpful: Number = 1.5
    complained: Number = 3.0
    clicked: Number = -0.75
    converted: Number = -1.5


class Fatigue(_Part, frozen=True, kw_only=True):
    """How tired of interruptions a visitor is, and when that stops them."""

    half_life: Annotated[Span, Meta(description="After this long half of it is gone, up to 180d.")] = "5d"
    stop: Annotated[Share, Meta(description="From here on nothing interrupts but service.")] = 0.6
    weights: Annotated[Weights, Meta(description="What each outcome adds.")] = field(default_factory=Weights)
    pressure: Annotated[
        dict[Id, Annotated[dict[Id, Annotated[float, Meta(ge=0, le=MAX_NUMBER)]], Meta(min_length=1)]],
        Meta(description="Signal → value → weight: what else tires, such as messages sent elsewhere."),
    ] = {}


class Cap(_Part, frozen=True, kw_only=True):
    """How often something may happen. Exactly one of class, block and slot says to what."""

    class_: Class | None = field(name="class", default=None)
    block: Id | None = None
    slot: Id | None = None
    outcome: Annotated[Outcome, Meta(description="The outcome counted.")]
    at_most: Annotated[int, Meta(description="It is full at this number.", ge=1, le=MAX_NUMBER)]
    within: Annotated[Duration, Meta(description="The rolling window, up to 180d.")]
    pause: Annotated[
        Span | None, Meta(description="Pause what it covers this long after each event that leaves it full.")
    ] = None


class Interrupts(_Part, frozen=True, kw_only=True):
    """The budget that everything which takes attention shares."""

    per_page: Annotated[int, Meta(description="At most so many on one page view.", ge=0, le=1000)] = 1
    gap: Annotated[Gap, Meta(description="The least time between two.")] = "30s"
    questions_per_visit: Annotated[int, Meta(description="At most so many questions a visit.", ge=0, le=1000)] = 2
    wait_while: Annotated[
        list[Literal["typing", "media", "checkout"]],
        Meta(description="Nothing interrupts while the visitor does one of these.", max_length=3),
    ] = field(default_factory=lambda: ["typing", "media", "checkout"])


class ServiceRule(_Part, frozen=True, kw_only=True):
    """While it holds, service comes first: the classes it pauses are not shown."""

    when: Condition
    pauses: Annotated[list[Class], Meta(description="The classes it pauses.", min_length=1, max_length=4)]


class Silence(_Part, frozen=True, kw_only=True):
    """When to say nothing."""

    utility: Annotated[Utility, Meta(description="A block must be worth more than this.")] = field(
        default_factory=Utility
    )
    fatigue: Annotated[Fatigue, Meta(description="When a visitor has had enough.")] = field(default_factory=Fatigue)
    caps: Annotated[list[Cap], Meta(description="How often is too often.", max_length=200)] = []
    interrupts: Annotated[Interrupts, Meta(description="The shared budget.")] = field(default_factory=Interrupts)
    service_first: Annotated[
        list[ServiceRule], Meta(description="When service comes before sales.", max_length=100)
    ] = []


class PersonaliseTiers(_Part, frozen=True, kw_only=True):
    """Consent to personalisation, by where a value comes from."""

    answer: Word = "on"
    campaign: Word = "on"
    account: Word = "on"
    usage: Word = "ask"


class OutsideGrant(_Part, frozen=True, kw_only=True):
    """What a consent banner of the page grants, and in which words it asked."""

    needs: Annotated[
        list[Id],
        Meta(
            description="Its own terms, all to be granted: TCF purpose numbers, Google consent types, or categories.",
            min_length=1,
            max_length=20,
        ),
    ]
    quote: Annotated[Text, Meta(description="The words the visitor agrees to there, by language.")]


class Consent(_Part, frozen=True, kw_only=True):
    """Where the switches stand before the visitor touches them."""

    personalise: Annotated[
        Word | PersonaliseTiers, Meta(description="on, ask or off: one word for all, or one per tier.")
    ] = field(default_factory=PersonaliseTiers)
    remember: Annotated[
        Literal["ask", "off"],
        Meta(description="Remember beyond the visit. Consent is not pre-ticked.", extra={"what": NOT_TICKED}),
    ] = "ask"
    measure: Annotated[
        Literal["ask", "off"],
        Meta(description="Let counts leave the device. Consent is not pre-ticked.", extra={"what": NOT_TICKED}),
    ] = "ask"
    outside: Annotated[
        dict[Literal["tcf", "google", "banner"], dict[Literal["personalise", "remember", "measure"], OutsideGrant]],
        Meta(description="What a consent banner may switch on. Switching off needs no entry.", max_length=3),
    ] = {}


class Experiment(_Part, frozen=True, kw_only=True):
    """Shares of the devices that agreed to counting."""

    control: Annotated[Share, Meta(description="See the page as it is.")] = 0.0
    caps_only: Annotated[Share, Meta(description="Have no fatigue; everything else holds.")] = 0.0


class Measure(_Part, frozen=True, kw_only=True):
    """What is counted."""

    mode: Annotated[Literal["central", "local", "split"], Meta(description="Who must be trusted with it.")] = "central"
    conversions: Annotated[list[Id], Meta(description="Events that count as success.", max_length=50)] = []
    guardrails: Annotated[
        list[Id], Meta(description="Events that must not rise: outcomes, opted_out, or your own.", max_length=50)
    ] = field(default_factory=lambda: ["dismissed", "not_helpful", "opted_out"])


class Learning(_Part, frozen=True, kw_only=True):
    """Whether blocks are tried out to learn which work."""

    explore: Literal["off", "thompson"] = "off"


class Checks(_Part, frozen=True, kw_only=True):
    """What the named checks leave alone."""

    ignore: Annotated[list[CheckName], Meta(description="Checks silenced by name.", max_length=50)] = []


class Persona(_Part, frozen=True, kw_only=True):
    """A persona file: what a landing page may know, say and count, and when it is silent."""

    persona: Annotated[Literal[1], Meta(description="The version of this format.")]
    site: Annotated[
        str,
        Meta(
            description="A short name of the site.",
            pattern=r"^[a-z0-9][a-z0-9-]{0,39}$",
            extra={"what": "a short name: small letters, digits and -, 40 at most"},
        ),
    ]
    audience: Annotated[
        Literal["adults", "mixed", "children"],
        Meta(description="mixed and children switch off usage, learning, measuring and promotions that interrupt."),
    ] = "adults"
    languages: Annotated[
        list[Language], Meta(description="BCP 47; the first is the fallback.", min_length=1, max_length=40)
    ]
    signals: Annotated[dict[Id, Signal], Meta(description="The data catalogue.", max_length=200)] = {}
    questions: Annotated[dict[Id, Question], Meta(description="What may be asked.", max_length=100)] = {}
    campaigns: Annotated[dict[Id, Campaign], Meta(description="What visitors arrive from.", max_length=500)] = {}
    stages: Annotated[list[Stage], Meta(description="The journey: first match wins.", max_length=100)] = []
    segments: Annotated[list[Segment], Meta(description="First match wins; at most ten.", max_length=100)] = []
    slots: Annotated[dict[Id, Slot], Meta(description="The places in the page.", max_length=100)]
    blocks: Annotated[dict[Id, Block], Meta(description="What can be said there.", max_length=2000)]
    silence: Annotated[Silence, Meta(description="When to say nothing.")] = field(default_factory=Silence)
    consent: Annotated[Consent, Meta(description="Where the switches start.")] = field(default_factory=Consent)
    experiment: Annotated[Experiment, Meta(description="The control group.")] = field(default_factory=Experiment)
    measure: Annotated[Measure, Meta(description="What is counted.")] = field(default_factory=Measure)
    learning: Annotated[Learning, Meta(description="Trying blocks out.")] = field(default_factory=Learning)
    checks: Annotated[Checks, Meta(description="What the named checks leave alone.")] = field(default_factory=Checks)
