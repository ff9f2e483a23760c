"""What somebody asks a human for, and the reference under which it is found again."""

from collections.abc import Callable, Sequence
from enum import StrEnum

# Without letters and digits that are heard or read for one another: 0 O, 1 I L, 8 B, 5 S, 2 Z, U V.
_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
_LENGTH = 6


class SupportKind(StrEnum):
    """What is asked for."""

    CALLBACK = "callback"
    NOT_ME = "not_me"


class CallbackReason(StrEnum):
    """Why somebody wants to be called."""

    CONTRACT = "contrat"
    NEW_REQUEST = "demande"
    FOLLOW_UP = "suivi"
    SIGN_IN = "connexion"


REASON_LABELS: dict[CallbackReason, str] = {
    CallbackReason.CONTRACT: "Question sur mon contrat ou mes prestations",
    CallbackReason.NEW_REQUEST: "Nouvelle demande de prestations",
    CallbackReason.FOLLOW_UP: "Suivi d’un dossier en cours",
    CallbackReason.SIGN_IN: "Difficulté de connexion",
}


class Moment(StrEnum):
    """When somebody would rather be called."""

    ANY = "indifferent"
    MORNING = "matin"
    AFTERNOON = "apres-midi"


MOMENT_LABELS: dict[Moment, str] = {
    Moment.ANY: "Indifférent",
    Moment.MORNING: "Le matin",
    Moment.AFTERNOON: "L’après-midi",
}


def new_reference(choose: Callable[[Sequence[str]], str]) -> str:
    """A reference one can read out: ``R-7K3M9Q``."""
    return "R-" + "".join(choose(_ALPHABET) for _ in range(_LENGTH))
