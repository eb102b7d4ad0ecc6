# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = sv

trust-language = Svenska
trust-title = Hur sidan anpassas och vad den vet
trust-intro = Den här sidan kan anpassa sig efter dig. Det sker på din egen enhet: det du svarar stannar där, och räknas ändå som dina personuppgifter.
trust-controller = Ansvarig är { $name }, { $contact }.

trust-knows = Vad sidan får veta
trust-what = Vad
trust-kept = Sparas som längst
trust-kept-visit = det här besöket
trust-kept-page = den här sidan; lagras aldrig
trust-kept-choice = tills du raderar dem
trust-outcomes = Hur du har svarat på delar av sidan och vad du har slutfört här
trust-choice = För att göra som du har valt
trust-nothing-else = Det som inte står i listan är varken känt, sparat eller använt. Inget kommer från tredje part, och inget känsligt gissas.
trust-optin = Känsligt: används bara om du slår på det.

trust-switches = Vad som är på innan du har sagt något
trust-switch = Reglage
trust-start = Från början
trust-on = på
trust-ask = av tills du slår på det
trust-off = av; används inte här

trust-leaves = Vad som lämnar din enhet
trust-leaves-nothing = Ingenting om dig skickas.
trust-leaves-counting = Ingenting om dig skickas, om du inte går med på att räknas. Då gäller följande.
trust-noise = Innan någon ser en summa läggs slump till, så att en person mer eller mindre knappast märks. Summor under { $minimum } publiceras aldrig.
trust-operator = Rapporterna går till { $operator }, { $where }.
trust-until = Sista dagen vi räknar: { $day }, om inget nytt beslut fattas.

trust-peace = När vi lämnar dig i fred
trust-interrupts = { $count ->
    [one] Högst { $count } avbrott på en sida.
   *[other] Högst { $count } avbrott på en sida.
}
trust-questions = { $count ->
    [one] Högst { $count } fråga vid ett besök.
   *[other] Högst { $count } frågor vid ett besök.
}
trust-tired = Den som stänger eller inte bryr sig om meddelanden får snart inga fler.
trust-service = Så länge du har ett öppet ärende hos oss får erbjudanden vänta.

trust-rights = Vad du kan göra
trust-panel = Öppna ”{ $panel }” på sidan. Där ser du allt som sparas och allt som har skickats; du kan stänga av det, ta det med dig eller radera det, i ett steg och utan att skriva till någon.
trust-why = Varje anpassad del av sidan svarar på frågan ”{ $why }”
trust-gpc = Om din webbläsare skickar Global Privacy Control räknas du inte.
trust-complain = Du kan när som helst skriva till oss: { $contact }. Du kan också klaga hos en dataskyddsmyndighet.

trust-rules = Reglerna som sidan anpassas efter är skrivna av människor. Ingen modell lär sig av dig.
trust-learns = Vad som fungerar lärs av summor, aldrig av dig ensam.
trust-file = Allt detta följer av reglerna så som de levereras: { $bundle }
