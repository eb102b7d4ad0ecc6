# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = tr

trust-language = Türkçe
trust-title = Bu sayfa nasıl uyarlanır ve neleri bilir
trust-intro = Bu sayfa size göre uyarlanabilir. Bu, kendi cihazınızda olur: Verdiğiniz yanıtlar orada kalır ve yine de kişisel veriniz sayılır.
trust-controller = Bundan sorumlu olan: { $name }, { $contact }.

trust-knows = Bu sayfanın bilebilecekleri
trust-what = Ne
trust-kept = En fazla saklama
trust-kept-visit = bu ziyaret
trust-kept-page = bu sayfa; hiçbir zaman kaydedilmez
trust-kept-choice = siz silene kadar
trust-outcomes = Bu sayfanın bölümlerine nasıl karşılık verdiğiniz ve burada neleri tamamladığınız
trust-choice = Seçtiğinizi yapmak için
trust-nothing-else = Bu listede olmayan hiçbir şey bilinmez, saklanmaz veya kullanılmaz. Hiçbir şey üçüncü taraflardan gelmez ve hassas hiçbir şey tahmin edilmez.
trust-optin = Hassas: yalnızca siz açarsanız kullanılır.

trust-switches = Siz bir şey söylemeden önce açık olanlar
trust-switch = Anahtar
trust-start = Başlangıçta
trust-on = açık
trust-ask = siz açana kadar kapalı
trust-off = kapalı; burada kullanılmaz

trust-leaves = Cihazınızdan çıkanlar
trust-leaves-nothing = Sizinle ilgili hiçbir şey gönderilmez.
trust-leaves-counting = Sayılmayı kabul etmedikçe sizinle ilgili hiçbir şey gönderilmez. Kabul ederseniz aşağıdakiler geçerlidir.
trust-noise = Bir toplamı herhangi biri görmeden önce ona rastgelelik eklenir; böylece bir kişinin fazla ya da eksik olması neredeyse fark edilmez. { $minimum } altındaki toplamlar hiçbir zaman yayımlanmaz.
trust-operator = Raporların gittiği yer: { $operator }, { $where }.
trust-until = Sayımın son günü: { $day } (yeniden karar verilmezse).

trust-peace = Sizi ne zaman rahat bırakırız
trust-interrupts = { $count ->
    [one] Bir sayfada en fazla { $count } kez araya girilir.
   *[other] Bir sayfada en fazla { $count } kez araya girilir.
}
trust-questions = { $count ->
    [one] Bir ziyarette en fazla { $count } soru sorulur.
   *[other] Bir ziyarette en fazla { $count } soru sorulur.
}
trust-tired = Bildirimleri kapatan veya görmezden gelen kişi kısa sürede hiç bildirim görmez.
trust-service = Bizde açık bir konunuz olduğu sürece teklifler bekler.

trust-rights = Neler yapabilirsiniz
trust-panel = Sayfada “{ $panel }” bölümünü açın. Orada saklanan ve gönderilen her şeyi görürsünüz; tek adımda ve kimseye yazmadan kapatabilir, yanınıza alabilir veya silebilirsiniz.
trust-why = Sayfanın uyarlanan her bölümü şu soruyu yanıtlar: “{ $why }”
trust-gpc = Tarayıcınız Global Privacy Control gönderiyorsa sayılmazsınız.
trust-complain = Bize her zaman yazabilirsiniz: { $contact }. Bir veri koruma kurumuna da şikâyette bulunabilirsiniz.

trust-rules = Bu sayfanın uyarlandığı kuralları insanlar yazdı. Hiçbir model sizden öğrenmez.
trust-learns = Neyin işe yaradığı toplamlardan öğrenilir, asla yalnızca sizden değil.
trust-file = Bütün bunlar yayımlandığı hâliyle kurallardan çıkar: { $bundle }
