"""How the staff find a member's file, and why they open it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

OPEN_FOR = timedelta(minutes=30)
LONGEST_DETAILS = 300


class OpeningReason(StrEnum):
    """Why a member's file is opened."""

    CALL = "appel"
    MESSAGE = "message"
    CLAIM = "remboursement"
    DETAILS = "coordonnees"
    COMPLAINT = "reclamation"
    QUALITY = "controle"
    OTHER = "autre"


REASON_LABELS: dict[OpeningReason, str] = {
    OpeningReason.CALL: "Appel ou rendez-vous avec l’adhérent",
    OpeningReason.MESSAGE: "Réponse à un message",
    OpeningReason.CLAIM: "Étude d’un remboursement",
    OpeningReason.DETAILS: "Mise à jour de ses informations",
    OpeningReason.COMPLAINT: "Réclamation",
    OpeningReason.QUALITY: "Contrôle de qualité",
    OpeningReason.OTHER: "Autre raison, à préciser",
}


def national_phone(number: str) -> str:
    """A French number in E.164 as it is read: ``06 12 34 56 78``; others as they are."""
    if not number.startswith("+33") or len(number) != 12:
        return number
    digits = "0" + number[3:]
    return "\u00a0".join(digits[index : index + 2] for index in range(0, 10, 2))


class Shown(StrEnum):
    """What a file hides in part until somebody asks for it."""

    CONTACT = "contact"
    NIR = "nir"


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a member is looked for by. Empty fields are not looked at."""

    number: str = ""
    name: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    reference: str = ""

    @property
    def kinds(self) -> list[str]:
        """Which fields were filled, for the audit log: not what with."""
        return [name for name in self.__slots__ if getattr(self, name)]

    def missing(self) -> str:
        """What to add, in words; empty when these criteria can point at somebody.

        A number, a reference, an e-mail or a phone do by themselves. A name or a birth date alone
        would list people: both are needed.
        """
        if self.number or self.reference or self.email or self.phone:
            return ""
        if self.name and self.birth_date:
            return ""
        if self.name:
            return "Ajoutez la date de naissance\u00a0: un nom seul ne suffit pas."
        if self.birth_date:
            return "Ajoutez le nom\u00a0: une date de naissance seule ne suffit pas."
        return "Indiquez au moins un numéro, une référence, ou un nom et une date de naissance."
