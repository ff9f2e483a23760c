"""Reimbursement lines: their vocabulary and what each status means for the member."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """Categories of care, by the code stored and read in files."""

    ROUTINE = "soins_courants"
    HOSPITAL = "hospitalisation"
    DENTAL = "dentaire"
    OPTICAL = "optique"
    HEARING = "audiologie"
    PHARMACY = "pharmacie"
    LABORATORY = "biologie_imagerie"
    ALTERNATIVE = "medecines_douces"
    TRANSPORT = "transport"
    PREVENTION = "prevention"
    OTHER = "autre"


CATEGORY_LABELS: dict[Category, str] = {
    Category.ROUTINE: "Soins courants",
    Category.HOSPITAL: "Hospitalisation",
    Category.DENTAL: "Dentaire",
    Category.OPTICAL: "Optique",
    Category.HEARING: "Audiologie",
    Category.PHARMACY: "Pharmacie",
    Category.LABORATORY: "Biologie et imagerie",
    Category.ALTERNATIVE: "Médecines douces",
    Category.TRANSPORT: "Transport",
    Category.PREVENTION: "Prévention",
    Category.OTHER: "Autre",
}


class Status(StrEnum):
    """Where a line stands, by the code read in files."""

    SENT = "transmis"
    AT_HEALTH_INSURANCE = "en_cours"
    RECEIVED = "recu"
    PAID = "effectue"
    AWAITING_DOCUMENTS = "attente_pieces"
    REJECTED = "rejete"
    CORRECTED = "regularise"


class NextActor(StrEnum):
    """Who has to act for the line to move on; the words for it are the views'."""

    YOU = "you"
    US = "us"
    HEALTH_INSURANCE = "health_insurance"
    NOBODY = "nobody"


class Payee(StrEnum):
    """Who receives the money: the insured person, or the professional (tiers payant)."""

    MEMBER = "assure"
    THIRD_PARTY = "tiers_payant"


PAYEE_LABELS: dict[Payee, str] = {
    Payee.MEMBER: "Vous",
    Payee.THIRD_PARTY: "Le professionnel (tiers payant)",
}


@dataclass(frozen=True, slots=True)
class StatusMeaning:
    """What a status says to the member.

    ``label`` is the wording members know; ``meaning`` one plain sentence; ``next_actor`` who acts
    next; ``usual_delay`` how long this step usually takes, empty when the line is at rest.
    """

    label: str
    meaning: str
    next_actor: NextActor
    usual_delay: str


STATUS_MEANINGS: dict[Status, StatusMeaning] = {
    Status.SENT: StatusMeaning(
        "Transmis par le praticien",
        "Votre praticien a transmis la feuille de soins à l’Assurance Maladie.",
        NextActor.HEALTH_INSURANCE,
        "quelques heures",
    ),
    Status.AT_HEALTH_INSURANCE: StatusMeaning(
        "En cours à l’Assurance Maladie",
        "L’Assurance Maladie calcule sa part avant de nous transmettre le dossier.",
        NextActor.HEALTH_INSURANCE,
        "1 à 3 jours",
    ),
    Status.RECEIVED: StatusMeaning(
        "Reçu par votre complémentaire",
        "Nous avons reçu le décompte de l’Assurance Maladie et calculons notre part.",
        NextActor.US,
        "24 à 48\u00a0h",
    ),
    Status.PAID: StatusMeaning(
        "Remboursement effectué",
        "Le virement a été émis. Il apparaît sur le compte sous 2 à 5 jours.",
        NextActor.NOBODY,
        "2 à 5 jours",
    ),
    Status.AWAITING_DOCUMENTS: StatusMeaning(
        "En attente de pièces",
        "Il nous manque un document pour calculer notre part.",
        NextActor.YOU,
        "",
    ),
    Status.REJECTED: StatusMeaning(
        "Rejeté",
        "Nous ne pouvons pas rembourser cette ligne\u00a0; le motif est indiqué plus bas.",
        NextActor.NOBODY,
        "",
    ),
    Status.CORRECTED: StatusMeaning(
        "Régularisé",
        "Cette ligne corrige un remboursement précédent.",
        NextActor.NOBODY,
        "",
    ),
}
