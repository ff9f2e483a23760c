"""Signing up, step by step: what each step asks, and what is wrong with an answer."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.nir import normalise_nir
from portal.domain.text import fold

SIGN_UP_LIFE = timedelta(hours=24)
MISMATCHES = 3  # then a human takes over
CODES_A_DAY = 6


class Step(StrEnum):
    """Where a sign-up stands. The first five are numbered on the page."""

    IDENTITY = "identite"
    NIR = "numero"
    CONTACT = "contact"
    PASSWORD = "mot-de-passe"  # noqa: S105 - a name
    CODE = "code"
    DONE = "fini"
    REFUSED = "refus"

    @property
    def number(self) -> int:
        """Its place among the numbered steps, from 1."""
        return min(list(Step).index(self) + 1, STEPS)

    @property
    def before(self) -> "Step":
        """The step that "Précédent" leads to."""
        return list(Step)[max(0, self.number - 2)]


STEPS = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed so far; what was accepted is in its normal form.

    ``birth_date`` is as one writes it, 12/03/1984. ``email_only``: the person has the code sent by
    e-mail though they gave a phone number.
    """

    last_name: str = ""
    first_name: str = ""
    birth_date: str = ""
    number: str = ""
    nir: str = ""
    email: str = ""
    phone: str = ""
    password_hash: str = ""
    email_only: bool = False


_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f '’.-]){0,79}")
_DATE = re.compile(r"(\d{1,2})[\s./-]?(\d{1,2})[\s./-]?(\d{4})", re.ASCII)
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}", re.ASCII)
_OLDEST = 1900


def names_agree(one: str, other: str) -> bool:
    """Whether two spellings of a name are the same but for case, accents, hyphens and blanks."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(character for character in fold(name) if character.isalnum())


def normal_number(text: str) -> str:
    """A contract or member number as it is compared."""
    return re.sub(r"[\s.]", "", text).upper()


def parse_birth_date(text: str, today: date) -> date | None:
    """The day that ``12/03/1984``, ``12 3 1984`` or ``12031984`` says, if a living person's."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    try:
        day = date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    return day if day.year >= _OLDEST and day <= today else None


def identity_faults(answers: Answers, today: date) -> dict[str, str]:
    """What is wrong with the first step, by field."""
    faults = {}
    if not _NAME.fullmatch(answers.last_name):
        faults["last_name"] = "Écrivez votre nom de famille, en lettres."
    if not _NAME.fullmatch(answers.first_name):
        faults["first_name"] = "Écrivez votre prénom, en lettres."
    if parse_birth_date(answers.birth_date, today) is None:
        faults["birth_date"] = "Écrivez votre date de naissance ainsi\u00a0: 27/03/1984."
    if not _NUMBER.fullmatch(normal_number(answers.number)):
        faults["number"] = (
            "Écrivez les 6\u00a0chiffres de votre numéro de contrat, ou votre numéro d’adhérent."
        )
    return faults


def nir_fault(text: str) -> str:
    """What is wrong with a social security number as typed, in plain words, or ""."""
    try:
        normalise_nir(text)
    except ValueError:
        return _why_not_a_nir(re.sub(r"[\s.-]", "", text).upper())
    return ""


def _why_not_a_nir(typed: str) -> str:
    if not typed:
        return "Écrivez votre numéro de sécurité sociale."
    if not re.fullmatch(r"\d*|\d{5}2[AB]\d*", typed, re.ASCII):
        return "Le numéro ne comporte que des chiffres, sauf 2A ou 2B pour la Corse. Vérifiez-le."
    if len(typed) == 13:
        return (
            "Il manque la clé\u00a0: les 2\u00a0derniers chiffres, un peu à l’écart sur la carte."
        )
    if len(typed) != 15:
        return f"Le numéro a 15\u00a0chiffres\u00a0; vous en avez écrit {len(typed)}. Vérifiez-le."
    if typed[0] not in "123478":
        return "Le numéro commence par 1, 2, 3, 4, 7 ou 8. Vérifiez le premier chiffre."
    return (
        "Les 2\u00a0derniers chiffres, la clé, ne correspondent pas aux 13\u00a0premiers\u00a0: "
        "un chiffre est sans doute faux. Vérifiez-les un par un."
    )


def masked_nir(nir: str) -> str:
    """Enough of a NIR to recognise one's own: its first digits and its key."""
    if not nir:
        return ""
    return f"{nir[0]} {nir[1:3]} •• •• ••• ••• {nir[13:]}".replace(" ", "\u00a0")
