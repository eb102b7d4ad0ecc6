### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = uk

because = Вибрано з огляду на таке: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Ви вимкнули персоналізацію, тож сторінка лишається такою, як є.
reason-CONTROL_ARM = Ви в групі порівняння, яка бачить сторінку такою, як вона є.
reason-PAGE_BUSY = Зараз не той момент, щоб вас турбувати.
reason-QUIET = Ви попросили менше вас переривати.
reason-INTERRUPT_BUDGET = Ми перериваємо лише зрідка, і поки що цього досить.
reason-FATIGUED = Останнім часом вас переривали достатньо, тож ми не турбуватимемо вас.
reason-SERVICE_FIRST = Ваше звернення до нас ще не закрито, і воно важливіше.
reason-NOT_STARTED = Це ще не почалося.
reason-ENDED = Це вже закінчилося.
reason-WRONG_STAGE = Це не підходить до того, що ви зараз робите.
reason-NEEDS_OPT_IN = Для цього потрібна ваша пряма згода, а ви її не давали.
reason-NOT_ELIGIBLE = Наскільки нам відомо, це призначено не для вас.
reason-NO_TRANSLATION = Цього немає вашою мовою.
reason-UNEXPLAINABLE = Ми не змогли б пояснити це вашою мовою, тому не показуємо.
reason-ALREADY_ANSWERED = Ви вже на це відповіли.
reason-ALREADY_CONVERTED = Ви це вже зробили.
reason-FREQUENCY_CAP = Поки що ви бачили це достатньо разів.
reason-PAUSED = Тут поки що перерва.
reason-BELOW_SILENCE = Зараз це було б для вас недостатньо корисним.
reason-OUTRANKED = Зараз вам більше підходить інше.
reason-NO_CANDIDATE = Для цього місця нічого немає.

## Where a value comes from

source-account = з вашого облікового запису
source-answer = ваша відповідь
source-usage = що ви тут робили
source-campaign = посилання, за яким ви перейшли

## How tired of interruptions we assume the visitor is

fatigue-none = Без утоми від переривань
fatigue-some = Невелика втома від переривань
fatigue-high = Утома від переривань

## One counter of a report, read aloud

counted-exposed = Цей пристрій тут був.
counted-converted = Досягнуто кроку: { $goal }.
counted-guardrail = { $name }: щонайменше раз.
counted-silence = Ми мовчали. { $reason }
counted-outcome = { $what }: блок { $block }, група { $segment }.
counted-ghost = Поза групою порівняння було б показано: { $block }.

## What is held, besides answers

purpose-silence = Щоб ми знали, коли зупинитися
purpose-receipts = Щоб кожне рішення можна було перевірити
held-visit = Коли почався цей візит
held-page_view = Сторінки, відкриті під час візиту
held-asked_to_remember = Запитали, чи пам’ятати ваші відповіді
held-friction = Ознаки роздратування на сторінці
held-lost = Щось зі збереженого не вдалося прочитати
held-outcome = { $what }: { $title }
outcome-shown = Переглянуто
outcome-ignored = Залишено без відповіді
outcome-dismissed = Закрито
outcome-clicked = Відкрито
outcome-converted = Мети досягнуто
outcome-not_helpful = Позначено як некорисне
outcome-complained = Отримано скаргу
outcome-opted_out = Персоналізацію вимкнено
held-campaign = Реклама або посилання, за яким ви прийшли
held-times = { $count ->
    [one] { $count } раз
    [few] { $count } рази
    [many] { $count } разів
   *[other] { $count } разу
}
held-receipts = Квитанції рішень на цій сторінці
counted-elsewhere = Складено для попереднього переліку лічильників: можна показати лише його байти.

## What would have to be different for it to be shown: a statement, never a request

change-shown = Тоді ви б це побачили.
change-then = Навіть тоді була б причина цього не показувати: { $reason }
change-none = Жодна окрема зміна тут нічого не дала б.
change-wait = Це питання часу: ще { $span }.
change-rest = Бракує спокою, без повідомлень і закриттів: ще { $span }.
change-answer = Це залежить від вашої відповіді: { $item }.
change-account = Це залежить від того, що каже ваш обліковий запис: { $item }.
change-arrive = Це залежить від посилання, яке приводить вас сюди: { $item }.
change-do = Це залежить від того, що ви тут робите: { $item }.
change-forget = Це залежить від того, що про вас зберігається і що ви можете видалити: { $item }.
change-optin = Це залежить від згоди, яку можете дати лише ви: { $item }.
change-consent = Це залежить від того, що зараз вимкнено: { $item }.
change-quiet = Це залежить від вашого бажання, щоб вас рідше переривали.
change-page = Це чекає, доки ви завершите те, що робите.
change-value = Це чекає, доки ви роздивитеся сторінку.
change-page_view = Це чекає на наступну сторінку, яку ви відкриєте.
change-visit = Це чекає на ваш наступний візит.
change-language = Це є іншою мовою цієї сторінки: { $item }.
change-arm = Це залежить від групи порівняння, до якої вас привів випадок.
change-gone = Це залежить від того, що зайняло це місце: «{ $item }».

## Spans of time

span-seconds = { $count ->
    [one] { $count } секунда
    [few] { $count } секунди
    [many] { $count } секунд
   *[other] { $count } секунди
}
span-minutes = { $count ->
    [one] { $count } хвилина
    [few] { $count } хвилини
    [many] { $count } хвилин
   *[other] { $count } хвилини
}
span-hours = { $count ->
    [one] { $count } година
    [few] { $count } години
    [many] { $count } годин
   *[other] { $count } години
}
span-days = { $count ->
    [one] { $count } день
    [few] { $count } дні
    [many] { $count } днів
   *[other] { $count } дня
}
