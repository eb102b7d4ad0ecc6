# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = uk

## Slots

slot-why = Чому я це бачу?
slot-note = Адаптовано на вашому пристрої
slot-note-why = чому
slot-note-off = вимкнути
slot-not-helpful = Не корисно
slot-data = Ваші дані
slot-later = Не зараз
slot-dismiss = Закрити це повідомлення
slot-notice = Повідомлення: { $title }
slot-thanks = Дякуємо. Ви можете будь-коли змінити або видалити свою відповідь.
slot-noted = Дякуємо, враховано.
slot-off = Персоналізацію на цьому пристрої вимкнено.
slot-trouble = Не вдалося. Спробуйте ще раз.

## Panel

panel-title = Ваші дані
panel-intro = Ця сторінка адаптується на вашому власному пристрої. Тут усе, що вона зберігає, і все, що було надіслано.
panel-close = Закрити
panel-waiting = Хвилинку…
panel-trouble = Не вдалося. Спробуйте ще раз.
panel-saved = Збережено.
panel-unstored = Цей браузер не дає сторінці зберігати те, що ви тут вказуєте. Нічого не запам’ятовується: усе зникає, коли ви залишаєте сторінку, щонайпізніше – коли закриваєте цю вкладку.

panel-choices = Ваш вибір
panel-personalise = Адаптувати цю сторінку для мене
panel-personalise-help = На основі джерел нижче. Коли вимкнено, ви бачите сторінку, як і всі.
panel-tier-answer = Що я тут відповідаю
panel-tier-campaign = Реклама або посилання, за яким я тут
panel-tier-usage = Що я роблю на цьому сайті
panel-tier-account = Що каже мій обліковий запис
panel-remember = Пам’ятати до наступного візиту
panel-remember-help = Коли вимкнено, ваші відповіді зникають, щойно ви закриєте цю вкладку.
panel-measure = Рахувати мене
panel-measure-help = Щонайбільше один звіт на день, завжди однакового розміру, без вашого імені чи номера. Доки його не додано до підсумків, це персональні дані; потім його більше немає.
panel-quiet = Питати мене рідше
panel-quiet-help = Жодних пропозицій і запитань поверх сторінки.
panel-optin-help = Чутливе: використовується, лише поки це ввімкнено.
panel-not-offered = Цей сайт цього не пропонує.
panel-outside = Це ввімкнув банер цього сайту. Там ви погодилися: «{ $quote }»

panel-group = Група порівняння: { $group }
panel-group-treated = Ваша сторінка адаптується.
panel-group-control = Ваша сторінка лишається такою, як є, щоб можна було виміряти ефект.
panel-group-caps_only = Ваша сторінка адаптується, зі сталими обмеженнями для повідомлень.
panel-group-none = Ви не належите до жодної, тож нічого не рахується.

panel-held = Що про вас зберігається
panel-held-none = Нічого.
panel-sealed = Те, що запам’ятовується, зберігається на цьому пристрої запечатаним, щоб його було легко видалити. Це не зупинить власних скриптів цього сайту, шкідливих програм чи копіювання диска.
panel-source = Джерело
panel-purpose = Мета
panel-until = Зберігається до
panel-until-visit = кінця цього візиту
panel-receipts-each = Кожна квитанція: час і контрольна сума
panel-receipts-removed = Вилучено разом із тим, на чому вони ґрунтувалися: { $count }
panel-delete = Видалити

panel-shown = Що ви бачите і чому
panel-shown-usual = Сторінка, як її бачать усі.
panel-shown-silent = Тут нічого немає.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = Мене це не стосується
panel-feels-wrong = Щось не так
panel-wrong-noted = Дякуємо, враховано. Ось на чому це ґрунтується; видаліть те, що неправильне.
panel-delete-item = Видалити: { $what }
panel-why-not = Тут не показано: { $count }
panel-more = І ще { $count }.
panel-untitled = Немає слів вашою мовою.
panel-would-show = Що б ви бачили і чому
panel-what-if = А що, якби?
panel-what-if-help = Пересуньте час уперед або відкиньте щось: подальше буде обчислено заново. Нічого не змінюється і не зберігається.
panel-what-if-time = Коли
panel-what-if-now = Зараз
panel-what-if-without = Без цього: { $what }
panel-what-if-on = А що, якби – нічого не змінюється.
panel-what-if-same = Нічого не було б інакше.
panel-what-if-some = Місця, що були б інакшими: { $count }.
panel-what-if-differs = Інакше
panel-what-if-back = Назад до того, як є

panel-sent = Що було надіслано
panel-sent-none = Нічого не надіслано.
panel-sent-gone = Те, що повідомляли доставлені звіти, видалено тут разом із тим, що ви видалили.
panel-steady = Те, що ця сторінка запитує з мережі, не залежить від ваших відповідей, доки ви не перейдете за посиланням або не погодитеся на підрахунок.
panel-queue = Що чекає на надсилання
panel-queue-none = Нічого не чекає.
panel-today = Пораховано сьогодні, ще не надіслано
panel-due = Наступний звіт: { $when }
panel-report = { $count ->
    [one] Звіт за { $day }, { $count } байт
    [few] Звіт за { $day }, { $count } байти
    [many] Звіт за { $day }, { $count } байтів
   *[other] Звіт за { $day }, { $count } байта
}
panel-bytes = Показати кожен байт
panel-ledger = Створено звітів: { $made }. Доставлено: { $acknowledged }. Чекає: { $waiting }. Відкинуто: { $dropped }.

panel-signed-signature = Правила, за якими адаптується ця сторінка, підписано: версія { $number }, ключ { $key }.
panel-signed-hash = Правила, за якими адаптується ця сторінка, — саме ті, які вона називає. Цей браузер не зміг перевірити їхній підпис.
panel-signed-none = Правила, за якими адаптується ця сторінка, не підписано.

panel-yours = Забрати із собою або видалити
panel-download = Завантажити мої дані
panel-download-msgpack = Завантажити як msgpack
panel-delete-all = Видалити все
panel-delete-ask = Видалити все, що ця сторінка зберігає на цьому пристрої, разом із вашим вибором?
panel-delete-yes = Так, видалити все
panel-delete-no = Залишити
panel-deleted = Усе видалено.
panel-deleted-partly = Браузер не дав видалити все. Видаліть дані цього сайту в налаштуваннях браузера.

panel-asleep = Частина, що адаптує цю сторінку, не працює, тому перелічити збережене тут не можна. Вимкнення й видалення все одно працюють.
panel-retry = Спробувати запустити
panel-withdraw-personalise = Вимкнути адаптацію
panel-withdraw-remember = Більше не пам’ятати
panel-withdraw-measure = Більше не рахувати

# Whether to remember: the one question the SDK puts itself
remember-ask = Чи має цей пристрій пам’ятати ваші відповіді до наступного візиту?
remember-why = Вони залишаються на цьому пристрої, і ви можете будь-коли їх видалити.
remember-yes = Пам’ятати
remember-no = Не пам’ятати
remember-kept = Запам’ятовування ввімкнено.
remember-gone = Ваші відповіді не зберігаються. Вони зникають, щойно ви закриєте цю вкладку.
