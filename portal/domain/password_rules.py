"""What a new password must be: long, varied or a phrase, nobody's name, no row of keys."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.french import MONTHS
from portal.domain.text import fold

SHORTEST, PHRASE, LONGEST = 12, 16, 128  # characters
RULES = (
    f"Au moins {SHORTEST}\u00a0caractères, avec une majuscule, une minuscule, un chiffre et un "
    f"caractère spécial, ou bien une phrase d’au moins {PHRASE}\u00a0caractères. Évitez votre nom, "
    "votre date de naissance et les suites comme 1234."
)
STRENGTH_WORDS = ("Très faible", "Faible", "Moyen", "Bon", "Très bon")

_LEET = str.maketrans("013457@$!€", "oieastasie")
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ORDERS = ("abcdefghijklmnopqrstuvwxyz", "01234567890")
_ROW_RUN, _ORDER_RUN = 5, 4
_SAME = re.compile(r"(.)\1{3}", re.DOTALL)
_SHORTEST_WORD, _SHORTEST_NUMBER = 3, 4

_TOO_SHORT = f"Le mot de passe doit avoir au moins {SHORTEST}\u00a0caractères."
_TOO_LONG = f"Le mot de passe ne peut pas dépasser {LONGEST}\u00a0caractères."
_UNREADABLE = (
    "Le mot de passe contient un caractère qui ne peut pas être tapé à nouveau. Retirez-le."
)
_TOO_PLAIN = (
    "Ajoutez au mot de passe {missing}, ou choisissez une phrase d’au moins "
    f"{PHRASE}\u00a0caractères."
)
_SEQUENCE = (
    "Le mot de passe contient une suite trop facile à deviner, comme 1234, azerty ou aaaa. "
    "Remplacez-la."
)
_PERSONAL = (
    "Le mot de passe contient une information qui vous concerne ou le nom de votre mutuelle. "
    "Choisissez d’autres mots."
)


@dataclass(frozen=True, slots=True)
class PasswordStrength:
    """How hard a password is to guess: ``score`` from 0 to 4, and how to make it better."""

    score: int
    advice: str


def normal_password(password: str) -> str:
    """The one encoding of a password, whichever keyboard or system typed it (NFC or NFD)."""
    return unicodedata.normalize("NFC", password)


def shape_refusal(password: str) -> str:
    """Why a password is not long or varied enough, or ""."""
    typed = normal_password(password)
    if len(typed) > LONGEST:
        return _TOO_LONG
    if any(unicodedata.category(character) in {"Cc", "Cs", "Cn"} for character in typed):
        return _UNREADABLE
    if len(typed) < SHORTEST:
        return _TOO_SHORT
    if len(typed) < PHRASE and (missing := _missing(typed)):
        return _TOO_PLAIN.format(missing=" et ".join(missing))
    return ""


def content_refusal(password: str, personal: Sequence[str]) -> str:
    """Why what a password is made of is too easy to guess, or "".

    ``personal``: names, e-mail, numbers and the birth date (ISO) of its owner, the insurer's name.
    """
    folded = fold(normal_password(password))
    plain = "".join(c for c in folded if c.isalnum())
    letters = "".join(c for c in folded.translate(_LEET) if c.isalnum())
    if any(detail in plain or detail in letters for detail in _forbidden(personal)):
        return _PERSONAL
    return _SEQUENCE if _SAME.search(folded) or _has_run(folded) else ""


def disguises(password: str) -> set[str]:
    """The words that a password may dress up with digits and signs: ``P@ssw0rd1!`` → password."""
    folded = fold(normal_password(password))
    cores = {folded, re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)}
    return cores | {core.translate(_LEET) for core in cores}


def _missing(typed: str) -> list[str]:
    kinds = (
        ("une majuscule", str.isupper),
        ("une minuscule", str.islower),
        ("un chiffre", str.isdigit),
        ("un caractère spécial", lambda character: not character.isalnum()),
    )
    return [name for name, is_one in kinds if not any(map(is_one, typed))]


def _has_run(folded: str) -> bool:
    return any(
        run in folded
        for rows, length in ((_ROWS, _ROW_RUN), (_ORDERS, _ORDER_RUN))
        for row in rows
        for run in _runs(row, length)
    )


def _runs(row: str, length: int) -> Iterator[str]:
    for start in range(len(row) - length + 1):
        run = row[start : start + length]
        yield run
        yield run[::-1]


def _forbidden(personal: Iterable[str]) -> Iterator[str]:
    for detail in personal:
        try:
            yield from _spellings(date.fromisoformat(detail))
        except ValueError:
            # What follows the @ of an address belongs to many: "orange" or "free" are words.
            words = re.findall(r"[^\W_]+", fold(detail.partition("@")[0]))
            for word in [*words, "".join(words)]:
                if len(word) >= (_SHORTEST_NUMBER if word.isdigit() else _SHORTEST_WORD):
                    yield word


def _spellings(day: date) -> Iterator[str]:
    yield f"{day:%d%m%Y}"
    yield f"{day:%d%m%y}"
    yield f"{day:%Y%m%d}"
    yield f"{day:%y%m%d}"
    yield f"{day:%m%d%Y}"
    month = fold(MONTHS[day.month - 1])
    yield f"{day.day}{month}"
    yield f"{month}{day.year}"
