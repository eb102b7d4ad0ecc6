"""Words that give a special kind of personal data away (GDPR article 9), in the languages the SDK speaks.

Rules
1. Whole words, or stems marked `*`; never parts of other words. Words with a common harmless meaning are left out,
   or harmless company is listed: this check cannot be silenced, so it must be right.
2. A signal about a company's trade (`industry`, `sector`) is not about the visitor's body or beliefs.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = {
    "health": """
        health illness* disease* disability disabilities diabet* cancer pregnan* depression hiv autis* asthma*
        allerg* addiction obesity psychiatr* psychotherap* infertil* fertility weight-loss medical-condition*
        medical-history dementia alzheimer* epilep* medication*
        gesundheit* krankheit* erkrankung* schwanger* behinderung schwerbehinder* krebs krebserkrankung* depressionen
        santé maladie* grossesse* handicapé* cancéreu* diabète*
        salud enfermedad* embaraz* discapaci* cáncer depresión
        hälsa hälsotillstånd sjukdom* gravid* funktionsnedsätt*
        helsetilstand sykdom* funksjonsnedsett* kreft kreftsyk*
        terviseseisund* haigus* rasedus* rase puue puudega vähktõbi
        veselīb* slimīb* grūtniec* invaliditāt*
        sağlık hastalık* hastalığ* hamile* gebelik engelli* kanser*
        здоров* хвороб* вагітн* інвалідн* діабет* онколог*""",
    "beliefs": """
        religion* religious* religiös* religieu* religios* religio* religijn* reliģ* belief beliefs weltanschauung*
        faith church muslim* islam* jewish judaism catholic* protestant* buddhis* hindu* atheis* christianity
        konfession* glaubensrichtung kirchensteuer* kirchenmitglied*
        croyance* croyant* musulman* catholique*
        creencia* católic*
        livssyn* kirkemedlem* kyrkotillhör* usutunnistus* usuline* ticīb* müslüman* inanç*
        релігі* віросповід* мусульм* православ*""",
    "ethnicity": """
        ethnic* ethnisch* ethnie* étni* etnisk* etnicidad* etniline* etnisk* etnik* rahvus* tautīb* racial
        skin-colour skin-color hautfarbe етніч* етнос*""",
    "politics": """
        politics political* politisch* politisk* poliitili* political-opinion* opinion-politique opinions-politiques
        opinión-política opinion-politica ideolog* voter voters voting-intention parteimitglied* party-member*
        siyasi* політичн*""",
    "sexuality": """
        sexuality sexual* sexuel* sexuell* sexualidad seksuaal* seksuel* seksuāl* cinsel-yönelim* сексуал*
        gay lesbian* lesbisch* homosex* homoseks* bisex* transgender* transsex* queer lgbt*""",
    "union membership": """
        trade-union* labour-union* labor-union* union-member* unionised unionized gewerkschaft* syndical*
        sindicato* sindical* fackförening* fackligt-ansluten fagforening* ametiühing* arodbiedr* sendika*
        профспіл*""",
    "biometrics": """
        biometr* біометр* fingerprint* fingerabdr* empreinte-digitale huella-dactilar parmak-izi
        dna genetic* genetisch* génétiqu* genétic* genetisk* genetik* генетичн*""",
    "criminal record": """
        criminal-record* conviction-history vorstraf* casier-judiciaire antecedentes-penales""",
}
_COMPANY_HEALTH = frozenset(
    re.findall(
        r"\w+",
        """account app code customer data deal financial forecast network pipeline project sales service site system
        team check checks score scores status""",
    )
)
_TRADE = frozenset(
    re.findall(
        r"\w+", "industry industries sector sectors vertical verticals branche branchen bransch bransje secteur sektor"
    )
)
_SPLIT = re.compile(r"[^\w]+|_+")


def _pattern(words: str) -> re.Pattern[str]:
    parts = (
        re.escape(word.rstrip("*").replace("-", " ")) + (r"\w*" if word.endswith("*") else "") for word in words.split()
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(set(parts), key=len, reverse=True))})(?!\w)")


_PATTERNS = {kind: _pattern(words.casefold()) for kind, words in _WORDS.items()}


def plain(text: str) -> str:
    """Words in small letters with one space between."""
    return " ".join(word for word in _SPLIT.split(unicodedata.normalize("NFC", text).casefold()) if word)


def kind(text: str) -> str | None:
    """The special kind of data a name or text looks like; None if like none."""
    words = plain(text)
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(words):
            if match[0] != "health" or not _of_a_company(words, match):
                return name
    return None


def about_a_trade(signal: str) -> bool:
    """Whether a signal's id says that its values are trades of companies."""
    return not _TRADE.isdisjoint(plain(signal).split())


def _of_a_company(words: str, match: re.Match[str]) -> bool:
    before, after = words[: match.start()].split(), words[match.end() :].split()
    return bool(_COMPANY_HEALTH & {*before[-1:], *after[:1]})
