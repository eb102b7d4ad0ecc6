# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = tr

## Slots

slot-why = Bunu neden görüyorum?
slot-note = Cihazınızda uyarlandı
slot-note-why = neden
slot-note-off = kapat
slot-not-helpful = Yararlı değil
slot-data = Verileriniz
slot-later = Şimdi değil
slot-dismiss = Bu bildirimi kapat
slot-notice = Bildirim: { $title }
slot-thanks = Teşekkürler. Yanıtınızı istediğiniz zaman değiştirebilir veya silebilirsiniz.
slot-noted = Teşekkürler, not edildi.
slot-off = Kişiselleştirme bu cihazda kapalı.
slot-trouble = İşlem başarısız oldu. Lütfen yeniden deneyin.

## Panel

panel-title = Verileriniz
panel-intro = Bu sayfa kendi cihazınızda uyarlanır. Sakladığı ve gönderilen her şey burada.
panel-close = Kapat
panel-waiting = Bir saniye…
panel-trouble = İşlem başarısız oldu. Lütfen yeniden deneyin.
panel-saved = Kaydedildi.
panel-unstored = Bu tarayıcı, sayfanın burada söylediklerinizi saklamasına izin vermiyor. Hiçbir şey hatırlanmaz: sayfadan ayrıldığınızda, en geç bu sekmeyi kapattığınızda hepsi silinir.

panel-choices = Tercihleriniz
panel-personalise = Bu sayfayı bana göre uyarla
panel-personalise-help = Aşağıdaki kaynaklardan. Kapalıyken sayfayı herkes gibi görürsünüz.
panel-tier-answer = Burada verdiğim yanıtlar
panel-tier-campaign = Tıkladığım reklam veya bağlantı
panel-tier-usage = Bu sitede yaptıklarım
panel-tier-account = Hesabımın söyledikleri
panel-remember = Bir sonraki ziyaretime kadar hatırla
panel-remember-help = Kapalıyken bu sekmeyi kapattığınızda yanıtlarınız silinir.
panel-measure = Beni say
panel-measure-help = Günde en fazla bir rapor, hep aynı boyutta, size ait ad veya numara olmadan. Toplamlara eklenene kadar kişisel veridir; sonra artık yoktur.
panel-quiet = Bana daha az sor
panel-quiet-help = Sayfanın önüne çıkan teklif veya soru olmaz.
panel-optin-help = Hassas: yalnızca bu açıkken kullanılır.
panel-not-offered = Bu site bunu sunmuyor.
panel-outside = Bunu sitenin kendi çerez bildirimi açtı. Orada şunu kabul ettiniz: “{ $quote }”

panel-group = Karşılaştırma grubu: { $group }
panel-group-treated = Sayfanız uyarlanıyor.
panel-group-control = Etkinin ölçülebilmesi için sayfanız olduğu gibi kalıyor.
panel-group-caps_only = Sayfanız uyarlanıyor, bildirimler için sabit sınırlar var.
panel-group-none = Hiçbirinde değilsiniz; hiçbir şey sayılmıyor.

panel-held = Hakkınızda saklananlar
panel-held-none = Hiçbir şey.
panel-sealed = Hatırlananlar, kolayca silinebilsin diye bu cihazda mühürlü olarak durur. Mühür; bu sitenin kendi betiklerini, kötü amaçlı yazılımları veya diskin kopyalanmasını engellemez.
panel-source = Kaynak
panel-purpose = Amaç
panel-until = Saklamanın sonu
panel-until-visit = bu ziyaretin sonu
panel-receipts-each = Her kayıt: zamanı ve özeti
panel-receipts-removed = Dayandıklarıyla birlikte kaldırılan: { $count }
panel-delete = Sil

panel-shown = Ne görüyorsunuz ve neden
panel-shown-usual = Sayfanın herkesin gördüğü hali.
panel-shown-silent = Burada bir şey yok.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = Benimle ilgisi yok
panel-feels-wrong = Bir yanlışlık var
panel-wrong-noted = Teşekkürler, not edildi. Bunun dayanakları aşağıda; doğru olmayanı silin.
panel-delete-item = Sil: { $what }
panel-why-not = Burada gösterilmeyen: { $count }
panel-more = Ve { $count } tane daha.
panel-untitled = Sizin dilinizde metni yok.
panel-would-show = Ne görürdünüz ve neden
panel-what-if = Ya öyle olsaydı?
panel-what-if-help = Saati ileri alın veya bir şeyi dışarıda bırakın: aşağıdakiler yeniden hesaplanır. Hiçbir şey değiştirilmez veya saklanmaz.
panel-what-if-time = Ne zaman
panel-what-if-now = Şimdi
panel-what-if-without = Şu olmadan: { $what }
panel-what-if-on = Ya öyle olsaydı – hiçbir şey değiştirilmez.
panel-what-if-same = Hiçbir şey farklı olmazdı.
panel-what-if-some = Farklı olacak yerler: { $count }.
panel-what-if-differs = Farklı
panel-what-if-back = Gerçek duruma dön

panel-sent = Gönderilenler
panel-sent-none = Hiçbir şey gönderilmedi.
panel-sent-gone = Teslim edilen raporların içeriği, sildiklerinizle birlikte burada da silindi.
panel-steady = Bu sayfanın ağdan istedikleri, siz bir bağlantıyı açana veya sayılmayı kabul edene kadar yanıtlarınıza bağlı değildir.
panel-queue = Gönderilmeyi bekleyenler
panel-queue-none = Bekleyen bir şey yok.
panel-today = Bugün sayıldı, henüz gönderilmedi
panel-due = Sonraki rapor: { $when }
panel-report = { $day } raporu, { $count } bayt
panel-bytes = Her baytı göster
panel-ledger = Oluşturulan rapor: { $made }. Teslim edilen: { $acknowledged }. Bekleyen: { $waiting }. Atılan: { $dropped }.

panel-signed-signature = Bu sayfanın uyarlanmasını belirleyen kurallar imzalı: sürüm { $number }, anahtar { $key }.
panel-signed-hash = Bu sayfanın uyarlanmasını belirleyen kurallar, sayfanın belirttiği kurallardır. Bu tarayıcı imzalarını doğrulayamadı.
panel-signed-none = Bu sayfanın uyarlanmasını belirleyen kurallar imzalı değil.

panel-yours = Yanınıza alın veya silin
panel-download = Verilerimi indir
panel-download-msgpack = msgpack olarak indir
panel-delete-all = Her şeyi sil
panel-delete-ask = Tercihleriniz dahil, bu sayfanın bu cihazda sakladığı her şey silinsin mi?
panel-delete-yes = Evet, her şeyi sil
panel-delete-no = Kalsın
panel-deleted = Her şey silindi.
panel-deleted-partly = Tarayıcı her şeyin silinmesine izin vermedi. Bu sitenin verilerini tarayıcı ayarlarından silin.

panel-asleep = Bu sayfayı uyarlayan bölüm çalışmıyor, bu yüzden saklananlar burada listelenemiyor. Kapatma ve silme yine de çalışır.
panel-retry = Başlatmayı dene
panel-withdraw-personalise = Uyarlamayı kapat
panel-withdraw-remember = Hatırlamayı bırak
panel-withdraw-measure = Saymayı bırak

# Whether to remember: the one question the SDK puts itself
remember-ask = Bu cihaz yanıtlarınızı bir sonraki ziyaretinize kadar hatırlasın mı?
remember-why = Yanıtlarınız bu cihazda kalır; istediğiniz zaman silebilirsiniz.
remember-yes = Hatırla
remember-no = Hatırlama
remember-kept = Hatırlama açıldı.
remember-gone = Yanıtlarınız hatırlanmıyor. Bu sekmeyi kapattığınızda silinirler.
