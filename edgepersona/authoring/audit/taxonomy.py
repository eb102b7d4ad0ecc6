"""Two public vocabularies, so that papers can be read by machines and compared between sites.

Rules
1. Only keys and term names stand here, as their publishers spell them; the tests compare them with the published lists.
2. What a file tells is where a value comes from, not what it is about: so a signal gets the category of its source,
   until a person names a narrower one in the answers file (`categories`).

Sources: Fides taxonomy, fideslang 3.1.4 (https://ethyca.github.io/fideslang/); Data Privacy Vocabulary 2.3
(https://w3id.org/dpv), with its extensions PD (personal data) and EU-GDPR.
"""

from __future__ import annotations

DPV = "https://w3id.org/dpv#"
PD = "https://w3id.org/dpv/pd#"
GDPR = "https://w3id.org/dpv/legal/eu/gdpr#"
PREFIXES = {"dpv": DPV, "pd": PD, "eu-gdpr": GDPR}

CATEGORY = {
    "answer": "user.content",
    "campaign": "user.behavior.browsing_history",
    "usage": "user.behavior",
    "account": "user.account",
    "sensitive": "user.content.private",
}
"""Tier → fideslang data category."""
SUBJECTS = {"account": "customer", None: "visitor"}
USE = {
    "content": "personalize.content.limited",
    "promotion": "marketing.advertising.first_party.targeted",
    "service": "essential.service.operations.support",
    "question": "personalize.content.limited",
    "silence": "marketing.advertising.frequency_capping",
    "measure": "analytics.reporting.content_performance",
    "remember": "functional.storage",
    "choice": "functional.storage.privacy_preferences",
}
"""What a value is used for → fideslang data use."""
HELD_CATEGORY = {
    "choice": "user.privacy_preferences",
    "outcome": "user.behavior",
    "frame": "user.behavior",
    "receipt": "user.behavior",
    "seed": "user.unique_id.pseudonymous",
    "report": "user.telemetry",
}

DATA_TERMS = {
    "answer": ("dpv:ProvidedPersonalData", "pd:Preference"),
    "campaign": ("dpv:ObservedPersonalData", "pd:BrowsingReferral"),
    "usage": ("dpv:ObservedPersonalData", "pd:ServiceConsumptionBehaviour"),
    "account": ("dpv:CollectedPersonalData",),
    "sensitive": ("dpv:SensitivePersonalData",),
}
"""Tier → DPV terms for the data."""
SPECIAL_TERM = "dpv:SpecialCategoryPersonalData"
SOURCE_TERMS = {
    "answer": "dpv:DataSubjectDataSource",
    "campaign": "dpv:DataSubjectDataSource",
    "usage": "dpv:DataSubjectDataSource",
    "account": "dpv:DataControllerDataSource",
}
PURPOSE_TERMS = {
    "content": "dpv:UserInterfacePersonalisation",
    "promotion": "dpv:PersonalisedAdvertising",
    "service": "dpv:ServiceProvision",
    "question": "dpv:UserInterfacePersonalisation",
    "silence": "dpv:OptimiseUserInterface",
    "measure": "dpv:ServiceUsageAnalytics",
}
PROCESSING_TERMS = ("dpv:Collect", "dpv:Observe", "dpv:Derive", "dpv:Store", "dpv:Use", "dpv:Erase")
MEASURE_TERMS = {
    "local": "dpv:LocalLocation",
    "sealed": "dpv:EncryptionAtRest",
    "https": "dpv:EncryptionInTransfer",
    "noise": "dpv:DifferentialPrivacy",
    "consent": "dpv:ConsentControl",
    "erase": "dpv:StorageDeletion",
    "ropa": "dpv:ROPA",
    "dpia": "dpv:DPIA",
    "controller": "dpv:DataController",
}
BASIS_TERMS = {"consent": "eu-gdpr:A6-1-a", "explicit": "eu-gdpr:A9-2-a"}
RIGHT_TERMS = {
    "informed": "eu-gdpr:A13",
    "access": "eu-gdpr:A15",
    "rectification": "eu-gdpr:A16",
    "erasure": "eu-gdpr:A17",
    "portability": "eu-gdpr:A20",
    "objection": "eu-gdpr:A21",
    "withdrawal": "eu-gdpr:A7-3",
}

_CATEGORIES = """
    system system.authentication system.operations user user.account user.account.settings user.account.username
    user.authorization user.authorization.biometric user.authorization.credentials user.authorization.password
    user.behavior user.behavior.browsing_history user.behavior.media_consumption user.behavior.purchase_history
    user.behavior.search_history user.biometric user.biometric.fingerprint user.biometric.health
    user.biometric.retinal user.biometric.voice user.childrens user.contact user.contact.address
    user.contact.address.city user.contact.address.country user.contact.address.postal_code
    user.contact.address.state user.contact.address.street user.contact.email user.contact.fax_number
    user.contact.organization user.contact.phone_number user.contact.url user.content user.content.private
    user.content.public user.content.self_image user.criminal_history user.demographic user.demographic.age_range
    user.demographic.date_of_birth user.demographic.gender user.demographic.language
    user.demographic.marital_status user.demographic.political_opinion user.demographic.profile
    user.demographic.race_ethnicity user.demographic.religious_belief user.demographic.sexual_orientation
    user.device user.device.cookie user.device.cookie_id user.device.device_id user.device.ip_address
    user.financial user.financial.bank_account user.financial.credit_card user.government_id
    user.government_id.birth_certificate user.government_id.drivers_license_number user.government_id.immigration
    user.government_id.national_identification_number user.government_id.passport_number
    user.government_id.vehicle_registration user.health_and_medical user.health_and_medical.genetic
    user.health_and_medical.insurance_beneficiary_id user.health_and_medical.record_id user.job_title
    user.location user.location.imprecise user.location.precise user.name user.name.first user.name.last
    user.payment user.privacy_preferences user.sensor user.social user.telemetry user.unique_id
    user.unique_id.pseudonymous user.user_sensor user.workplace
"""
CATEGORIES = frozenset(_CATEGORIES.split())
"""Every fideslang data category a person may name."""


def iri(term: str) -> str:
    """`dpv:Store` → its address."""
    prefix, _, name = term.partition(":")
    return PREFIXES[prefix] + name


def terms() -> frozenset[str]:
    """Every DPV term this package uses."""
    tables = (SOURCE_TERMS, PURPOSE_TERMS, MEASURE_TERMS, BASIS_TERMS, RIGHT_TERMS)
    single = {term for table in tables for term in table.values()}
    return frozenset({*single, *PROCESSING_TERMS, SPECIAL_TERM, *(t for few in DATA_TERMS.values() for t in few)})
