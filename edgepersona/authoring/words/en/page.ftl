# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = en

## Slots

slot-why = Why am I seeing this?
slot-note = Adapted on your device
slot-note-why = why
slot-note-off = switch off
slot-not-helpful = Not helpful
slot-data = Your data
slot-later = Not now
slot-dismiss = Close this notice
slot-notice = Notice: { $title }
slot-thanks = Thank you. You can change or delete your answer at any time.
slot-noted = Thank you, that is noted.
slot-off = Personalisation is switched off on this device.
slot-trouble = That did not work. Please try again.

## Panel

panel-title = Your data
panel-intro = This page adapts on your own device. Here is everything it holds, and everything that was sent.
panel-close = Close
panel-waiting = One moment…
panel-trouble = That did not work. Please try again.
panel-saved = Saved.
panel-unstored = This browser does not let the page store what you say here. Nothing is remembered: it goes when you leave the page, or when you close this tab at the latest.

panel-choices = Your choices
panel-personalise = Adapt this page for me
panel-personalise-help = From the sources below. When it is off, you see the page as everyone does.
panel-tier-answer = What I answer here
panel-tier-campaign = The advert or link I followed
panel-tier-usage = What I do on this site
panel-tier-account = What my account says
panel-remember = Remember until my next visit
panel-remember-help = When it is off, your answers go when you close this tab.
panel-measure = Count me
panel-measure-help = At most one report a day, always the same size, with no name or number that identifies you. Until it is added to the totals it is personal data; after that it no longer exists.
panel-quiet = Ask me less
panel-quiet-help = No offers or questions that step in front of the page.
panel-optin-help = Sensitive: used only while this is on.
panel-not-offered = This site does not offer it.
panel-outside = The site’s own banner switched this on. There you agreed to: “{ $quote }”

panel-group = Comparison group: { $group }
panel-group-treated = Your page is adapted.
panel-group-control = Your page stays as it is, so that the effect can be measured.
panel-group-caps_only = Your page is adapted, with fixed limits on notices.
panel-group-none = You are in none; nothing is counted.

panel-held = What is held about you
panel-held-none = Nothing.
panel-sealed = What is remembered is stored on this device, sealed so that deletion is simple. Sealing does not stop this site’s own scripts, malware or a copy of the disk.
panel-source = Source
panel-purpose = Purpose
panel-until = Kept until
panel-until-visit = this visit ends
panel-receipts-each = Each receipt: its time and its hash
panel-receipts-removed = Removed with what they rested on: { $count }
panel-delete = Delete

panel-shown = What you see, and why
panel-shown-usual = The page as everyone sees it.
panel-shown-silent = Nothing here.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = Not relevant to me
panel-feels-wrong = Feels wrong
panel-wrong-noted = Thank you, that is noted. This is what it rests on; delete what is not right.
panel-delete-item = Delete: { $what }
panel-why-not = Not shown here: { $count }
panel-more = And { $count } more.
panel-untitled = No words in your language.
panel-would-show = What you would see, and why
panel-what-if = What if?
panel-what-if-help = Move the clock or leave something out: what follows is worked out again. Nothing is changed or kept.
panel-what-if-time = When
panel-what-if-now = Now
panel-what-if-without = Without: { $what }
panel-what-if-on = What if – nothing is changed.
panel-what-if-same = Nothing would be different.
panel-what-if-some = Places that would be different: { $count }.
panel-what-if-differs = Different
panel-what-if-back = Back to how it is

panel-sent = What was sent
panel-sent-none = Nothing has been sent.
panel-sent-gone = What delivered reports said was deleted here, together with what you deleted.
panel-steady = What this page requests from the network does not depend on your answers, until you follow a link or agree to be counted.
panel-queue = What waits to be sent
panel-queue-none = Nothing is waiting.
panel-today = Counted today, not sent yet
panel-due = Next report: { $when }
panel-report = { $count ->
    [one] Report of { $day }, { $count } byte
   *[other] Report of { $day }, { $count } bytes
}
panel-bytes = Show every byte
panel-ledger = Reports made: { $made }. Delivered: { $acknowledged }. Waiting: { $waiting }. Discarded: { $dropped }.

panel-signed-signature = The rules by which this page adapts are signed: build { $number }, key { $key }.
panel-signed-hash = The rules by which this page adapts are the ones it names. This browser could not check their signature.
panel-signed-none = The rules by which this page adapts are not signed.

panel-yours = Take it along, or delete it
panel-download = Download my data
panel-download-msgpack = Download as msgpack
panel-delete-all = Delete everything
panel-delete-ask = Delete everything this page holds on this device, your choices included?
panel-delete-yes = Yes, delete everything
panel-delete-no = Keep it
panel-deleted = Everything has been deleted.
panel-deleted-partly = The browser did not let everything be deleted. Clear this site’s data in the browser’s settings.

panel-asleep = The part that adapts this page is not running, so what is held cannot be listed here. Switching off and deleting work all the same.
panel-retry = Try to start it
panel-withdraw-personalise = Switch adapting off
panel-withdraw-remember = Stop remembering
panel-withdraw-measure = Stop counting

# Whether to remember: the one question the SDK puts itself
remember-ask = Should this device remember your answers for your next visit?
remember-why = They stay on this device, and you can delete them at any time.
remember-yes = Remember
remember-no = Don’t remember
remember-kept = Remembering is switched on.
remember-gone = Your answers are not remembered. They go when you close this tab.
