### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = tr

because = Şunlar nedeniyle seçildi: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Kişiselleştirmeyi kapattınız, bu yüzden sayfa olduğu gibi kalıyor.
reason-CONTROL_ARM = Sayfayı olduğu gibi gören karşılaştırma grubundasınız.
reason-PAGE_BUSY = Sizi rahatsız etmenin sırası değil.
reason-QUIET = Daha az bölünmek istediniz.
reason-INTERRUPT_BUDGET = Yalnızca ara sıra araya gireriz, şimdilik bu kadarı yeter.
reason-FATIGUED = Son zamanlarda yeterince bölündünüz, bu yüzden sizi rahat bırakıyoruz.
reason-SERVICE_FIRST = Bizde henüz çözülmemiş bir konunuz var, önce o gelir.
reason-NOT_STARTED = Bu henüz başlamadı.
reason-ENDED = Bu sona erdi.
reason-WRONG_STAGE = Bu, şu anda bulunduğunuz noktaya uymuyor.
reason-NEEDS_OPT_IN = Bunun için açık rızanız gerekir, siz ise rıza vermediniz.
reason-NOT_ELIGIBLE = Bildiğimiz kadarıyla bu size yönelik değil.
reason-NO_TRANSLATION = Bu, sizin dilinizde yok.
reason-UNEXPLAINABLE = Bunu size kendi dilinizde açıklayamazdık, bu yüzden göstermiyoruz.
reason-ALREADY_ANSWERED = Bunu zaten yanıtladınız.
reason-ALREADY_CONVERTED = Bunu zaten yaptınız.
reason-FREQUENCY_CAP = Bunu şimdilik yeterince gördünüz.
reason-PAUSED = Buna bir süre ara verildi.
reason-BELOW_SILENCE = Bu, şu anda size yeterince faydalı olmazdı.
reason-OUTRANKED = Şu anda size daha uygun başka bir şey var.
reason-NO_CANDIDATE = Bu yer için gösterilecek bir şey yok.

## Where a value comes from

source-account = hesabınızdan
source-answer = yanıtınız
source-usage = burada yaptıklarınız
source-campaign = tıkladığınız bağlantı

## How tired of interruptions we assume the visitor is

fatigue-none = Bölünmelerden yorulmamış
fatigue-some = Bölünmelerden biraz yorulmuş
fatigue-high = Bölünmelerden yorulmuş

## One counter of a report, read aloud

counted-exposed = Bu cihaz buradaydı.
counted-converted = Ulaşılan adım: { $goal }.
counted-guardrail = { $name }: en az bir kez.
counted-silence = Sessiz kaldık. { $reason }
counted-outcome = { $what }: blok { $block }, grup { $segment }.
counted-ghost = Karşılaştırma grubu dışında gösterilecekti: { $block }.

## What is held, besides answers

purpose-silence = Ne zaman duracağımızı bilmek için
purpose-receipts = Her karar denetlenebilsin diye
held-visit = Bu ziyaretin başlangıcı
held-page_view = Bu ziyarette açılan sayfalar
held-asked_to_remember = Yanıtlarınızın hatırlanıp hatırlanmayacağı soruldu
held-friction = Sayfadaki rahatsızlık belirtileri
held-lost = Saklanan bir şey okunamadı
held-outcome = { $what }: { $title }
outcome-shown = Görüldü
outcome-ignored = Yanıtsız bırakıldı
outcome-dismissed = Kapatıldı
outcome-clicked = Tıklandı
outcome-converted = Hedefine ulaştı
outcome-not_helpful = Yararsız bulundu
outcome-complained = Şikâyet edildi
outcome-opted_out = Kişiselleştirme kapatıldı
held-campaign = Tıkladığınız reklam veya bağlantı
held-times = { $count } kez
held-receipts = Bu sayfadaki kararların kayıtları
counted-elsewhere = Eski bir sayaç listesi için hazırlandı: yalnızca baytları gösterilebilir.

## What would have to be different for it to be shown: a statement, never a request

change-shown = O zaman bunu görürdünüz.
change-then = O zaman bile buna engel bir neden olurdu: { $reason }
change-none = Burada tek bir değişiklik fark yaratmazdı.
change-wait = Bu bir zaman meselesi: { $span } daha.
change-rest = Eksik olan, bildirimsiz ve kapatmasız bir dinlenme: { $span } daha.
change-answer = Bu, vereceğiniz yanıta bağlı: { $item }.
change-account = Bu, hesabınızda yazana bağlı: { $item }.
change-arrive = Bu, sizi buraya getiren bağlantıya bağlı: { $item }.
change-do = Bu, burada ne yaptığınıza bağlı: { $item }.
change-forget = Bu, hakkınızda tutulan ve silebileceğiniz bir bilgiye bağlı: { $item }.
change-optin = Bu, yalnızca sizin verebileceğiniz bir izne bağlı: { $item }.
change-consent = Bu, şu anda kapalı olan bir kaynağa bağlı: { $item }.
change-quiet = Bu, daha az bölünme isteğinize bağlı.
change-page = Bu, yaptığınız işi bitirmenizi bekliyor.
change-value = Bu, sayfaya biraz göz atmanızı bekliyor.
change-page_view = Bu, açacağınız bir sonraki sayfayı bekliyor.
change-visit = Bu, bir sonraki ziyaretinizi bekliyor.
change-language = Bu, sayfanın başka bir dilinde var: { $item }.
change-arm = Bu, rastlantıyla girdiğiniz karşılaştırma grubuna bağlı.
change-gone = Bu, yerini alan içeriğe bağlı: “{ $item }”.

## Spans of time

span-seconds = { $count ->
    [one] { $count } saniye
   *[other] { $count } saniye
}
span-minutes = { $count ->
    [one] { $count } dakika
   *[other] { $count } dakika
}
span-hours = { $count ->
    [one] { $count } saat
   *[other] { $count } saat
}
span-days = { $count ->
    [one] { $count } gün
   *[other] { $count } gün
}
