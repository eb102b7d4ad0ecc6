### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = en

because = Chosen because of: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = You switched personalisation off, so this page stays as it is.
reason-CONTROL_ARM = You are in the comparison group, which sees the page as it is.
reason-PAGE_BUSY = This is not the moment to disturb you.
reason-QUIET = You asked for fewer interruptions.
reason-INTERRUPT_BUDGET = We only interrupt so often, and that is used up for now.
reason-FATIGUED = You have had enough interruptions lately, so we leave you in peace.
reason-SERVICE_FIRST = Something of yours is still open with us, and that comes first.
reason-NOT_STARTED = This has not started yet.
reason-ENDED = This is over.
reason-WRONG_STAGE = This does not fit where you are at the moment.
reason-NEEDS_OPT_IN = This would need your explicit consent, and you have not given it.
reason-NOT_ELIGIBLE = As far as we know, this is not meant for you.
reason-NO_TRANSLATION = This is not available in your language.
reason-UNEXPLAINABLE = We could not explain this to you in your language, so we do not show it.
reason-ALREADY_ANSWERED = You have already answered this.
reason-ALREADY_CONVERTED = You have already done this.
reason-FREQUENCY_CAP = You have seen this often enough for now.
reason-PAUSED = This is taking a break.
reason-BELOW_SILENCE = This would not be useful enough to you right now.
reason-OUTRANKED = Something else fits you better right now.
reason-NO_CANDIDATE = There is nothing for this place.

## Where a value comes from

source-account = from your account
source-answer = your answer
source-usage = what you did here
source-campaign = the link you followed

## How tired of interruptions we assume the visitor is

fatigue-none = Not tired of interruptions
fatigue-some = A little tired of interruptions
fatigue-high = Tired of interruptions

## One counter of a report, read aloud

counted-exposed = This device was here.
counted-converted = Step reached: { $goal }.
counted-guardrail = { $name }: at least once.
counted-silence = We stayed silent. { $reason }
counted-outcome = { $what }: block { $block }, group { $segment }.
counted-ghost = Would have been shown outside the comparison group: { $block }.

## What is held, besides answers

purpose-silence = So that we know when to stop
purpose-receipts = So that every decision can be checked
held-visit = When this visit began
held-page_view = Pages opened in this visit
held-asked_to_remember = Asked whether to remember your answers
held-friction = Signs of annoyance on the page
held-lost = Something held here could not be read
held-outcome = { $what }: { $title }
outcome-shown = Seen
outcome-ignored = Left without a response
outcome-dismissed = Dismissed
outcome-clicked = Followed
outcome-converted = Reached its goal
outcome-not_helpful = Marked as not helpful
outcome-complained = Complained about
outcome-opted_out = Personalisation switched off
held-campaign = The advert or link you followed
held-times = { $count ->
    [one] { $count } time
   *[other] { $count } times
}
held-receipts = Receipts of the decisions on this page
counted-elsewhere = Made for an earlier list of counters: only its bytes can be shown.

## What would have to be different for it to be shown: a statement, never a request

change-shown = You would see it then.
change-then = Even then there would be a reason against it: { $reason }
change-none = No single change would make a difference here.
change-wait = It is a matter of time: { $span } more.
change-rest = What is missing is rest, without notices and dismissals: { $span } more.
change-answer = It depends on what you answer: { $item }.
change-account = It depends on what your account says: { $item }.
change-arrive = It depends on the link that brings you here: { $item }.
change-do = It depends on what you do here: { $item }.
change-forget = It depends on something that is held about you and that you can delete: { $item }.
change-optin = It depends on a consent that only you can give: { $item }.
change-consent = It depends on what is switched off at the moment: { $item }.
change-quiet = It depends on your wish for fewer interruptions.
change-page = It waits until you have finished what you are doing.
change-value = It waits until you have looked around.
change-page_view = It waits for the next page you open.
change-visit = It waits for your next visit.
change-language = It exists in another language of this page: { $item }.
change-arm = It depends on the comparison group that chance put you in.
change-gone = It depends on what took its place: “{ $item }”.

## Spans of time

span-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
