### What the engine says to visitors. Plain placeables only; a sentence ends as it should.

because = Valgt på grunn av: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Du har slått av tilpasning, så siden forblir som den er.
reason-CONTROL_ARM = Du er med i sammenligningsgruppen, som ser siden som den er.
reason-PAGE_BUSY = Dette er ikke rett øyeblikk å forstyrre deg.
reason-QUIET = Du har bedt om færre avbrytelser.
reason-INTERRUPT_BUDGET = Vi avbryter bare av og til, og nå er det nok for en stund.
reason-FATIGUED = Du har hatt nok avbrytelser i det siste, så vi lar deg være i fred.
reason-SERVICE_FIRST = Du har en sak som fortsatt er åpen hos oss, og den går først.
reason-NOT_STARTED = Dette har ikke begynt ennå.
reason-ENDED = Dette er over.
reason-WRONG_STAGE = Dette passer ikke med det du holder på med akkurat nå.
reason-NEEDS_OPT_IN = Dette krever ditt uttrykkelige samtykke, og det har du ikke gitt.
reason-NOT_ELIGIBLE = Så vidt vi vet, er dette ikke ment for deg.
reason-NO_TRANSLATION = Dette finnes ikke på språket ditt.
reason-UNEXPLAINABLE = Vi kunne ikke ha forklart dette på språket ditt, så vi viser det ikke.
reason-ALREADY_ANSWERED = Du har allerede svart på dette.
reason-ALREADY_CONVERTED = Du har allerede gjort dette.
reason-FREQUENCY_CAP = Du har sett dette ofte nok for nå.
reason-PAUSED = Dette tar en pause.
reason-BELOW_SILENCE = Dette ville ikke vært nyttig nok for deg akkurat nå.
reason-OUTRANKED = Noe annet passer bedre for deg akkurat nå.
reason-NO_CANDIDATE = Det finnes ikke noe til denne plassen.

## Where a value comes from

source-account = fra kontoen din
source-answer = svaret ditt
source-usage = det du har gjort her
source-campaign = lenken du fulgte

## How tired of interruptions we assume the visitor is

fatigue-none = Ikke lei av avbrytelser
fatigue-some = Litt lei av avbrytelser
fatigue-high = Lei av avbrytelser

## One counter of a report, read aloud

counted-exposed = Denne enheten var her i dag.
counted-converted = Trinn nådd: { $goal }.
counted-guardrail = Dette skjedde: { $name }.
counted-silence = Vi var stille: { $reason }
counted-outcome = Blokk { $block }, gruppe { $segment }: { $what }.
counted-ghost = Ville ha blitt vist utenfor sammenligningsgruppen: { $block }.

## What is held, besides answers

purpose-silence = Slik at vi vet når vi skal stoppe
purpose-receipts = Slik at hver avgjørelse kan kontrolleres
held-visit = Når dette besøket begynte
held-page_view = Sider åpnet i dette besøket
held-asked_to_remember = Spurte om svarene dine skal huskes
held-friction = Tegn på irritasjon på siden
outcome-shown = Sett
outcome-ignored = Latt stå uten svar
outcome-dismissed = Lukket
outcome-clicked = Klikket
outcome-converted = Nådde målet
outcome-not_helpful = Kalt lite nyttig
outcome-complained = Klaget på
held-campaign = Annonsen eller lenken du fulgte
held-receipts = Kvitteringer for avgjørelsene på denne siden
held-times = { $times } ganger
counted-elsewhere = Laget for en tidligere liste over tellere: bare bytene kan vises.
