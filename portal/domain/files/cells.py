"""How one cell is read. A reader takes trimmed, non-empty text and raises ``CellRefused``.

Values come out as the database stores them: dates in ISO form, amounts in euro cents.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from portal.domain.files.refusals import CellRefused
from portal.domain.nir import normalise_nir
from portal.domain.text import fold

Value = str | int | float | bool | None
Reader = Callable[[str], Value]

LONGEST_TEXT = 500
LARGEST_CENTS = 999_999_999
EARLIEST_YEAR = 1900

_SPACES = str.maketrans("", "", " \u00a0\u202f")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Accents that were decoded with the wrong character set once already: "Ã©", "â€™".
_GARBLED = re.compile(
    "\ufffd|Ã[\u0080-\u00bf\u0160\u0192\u02c6\u2018-\u2030\u20ac]|Å[\u2018-\u201d]|â€|Â[\u00a0-\u00bf]"
)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_FRENCH_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_DECIMAL = re.compile(
    r"([-−]?)(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII
)
_DEGREES = re.compile(r"-?\d{1,3}(?:[.,]\d{1,12})?", re.ASCII)


def clean(raw: str) -> str:
    """Return a cell trimmed and in composed Unicode. Raises ``CellRefused`` on unfit text."""
    text = raw.strip(" \u00a0\u202f\ufeff")
    if len(text) > LONGEST_TEXT:
        raise CellRefused(f"Le texte dépasse {LONGEST_TEXT} caractères.")
    if text.isascii() and text.isprintable():
        return text
    if any(unicodedata.category(character) in _HIDDEN for character in text):
        raise CellRefused("La cellule contient un caractère de contrôle ou invisible.")
    if _GARBLED.search(raw):
        raise CellRefused("Les accents de cette cellule sont abîmés\u00a0: mauvais encodage.")
    return unicodedata.normalize("NFC", text)


def text(value: str) -> str:
    """Any text, kept as it is: what looks like a formula is text too."""
    return value


def text_up_to(length: int) -> Reader:
    """Return a reader of text of at most ``length`` characters."""

    def read(value: str) -> str:
        if len(value) > length:
            raise CellRefused(f"Le texte dépasse {length} caractères.")
        return value

    return read


def code(value: str) -> str:
    """A code of the field's own, in capitals."""
    return value.upper()


def digits(pattern: str, sentence: str) -> Reader:
    """Return a reader of identifiers that match ``pattern``, refused with ``sentence``."""
    compiled = re.compile(pattern, re.ASCII)

    def read(value: str) -> str:
        if not compiled.fullmatch(value):
            raise CellRefused(sentence)
        return value

    return read


def day(value: str) -> str:
    """A date, AAAA-MM-JJ or JJ/MM/AAAA, in ISO form."""
    if match := _ISO_DATE.fullmatch(value):
        year, month, number = match.groups()
    elif match := _FRENCH_DATE.fullmatch(value):
        number, month, year = match.groups()
    else:
        raise CellRefused("La date doit s’écrire AAAA-MM-JJ ou JJ/MM/AAAA.")
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        raise CellRefused("Cette date n’existe pas.") from None
    if found.year < EARLIEST_YEAR:
        raise CellRefused(f"L’année est antérieure à {EARLIEST_YEAR}.")
    return found.isoformat()


def hundredths(value: str) -> int:
    """A decimal number with at most two decimals, in hundredths: amounts and quantities."""
    if value[-3:-2] in {",", "."} and len(value) <= 9 and value.isascii():
        digits_only = value[:-3] + value[-2:]
        if digits_only.isdigit():
            return int(digits_only)
    match = _DECIMAL.fullmatch(value)
    if not match:
        raise CellRefused("Le nombre doit s’écrire 1234,56\u00a0: deux décimales au plus.")
    sign, whole, cents = match.groups()
    number = int(whole.translate(_SPACES)) * 100 + int((cents or "").ljust(2, "0"))
    if number > LARGEST_CENTS:
        raise CellRefused("Le nombre est trop grand.")
    return -number if sign else number


def rank(value: str) -> int:
    """A beneficiary's rank: 0 to 99."""
    if not (value.isascii() and value.isdigit() and len(value) <= 2):
        raise CellRefused("Le rang doit être un nombre de 0 à 99.")
    return int(value)


def degrees(limit: int) -> Reader:
    """Return a reader of a latitude (``limit`` 90) or a longitude (180)."""

    def read(value: str) -> float:
        number = float(value.replace(",", ".")) if _DEGREES.fullmatch(value) else limit + 1
        if abs(number) > limit:
            raise CellRefused(f"La coordonnée doit être un nombre de -{limit} à {limit}.")
        return number

    return read


def yes_no(value: str) -> bool:
    """Oui or non."""
    folded = value.casefold()
    if folded in {"oui", "o", "vrai", "true", "1"}:
        return True
    if folded in {"non", "n", "faux", "false", "0"}:
        return False
    raise CellRefused("La cellule doit contenir oui ou non.")


def spelling(value: str) -> str:
    """What two spellings of one word of a list have in common: "À venir" gives "a_venir"."""
    return re.sub(r"[\W_]+", "_", fold(value)).strip("_")


def one_of(*choices: str) -> Reader:
    """Return a reader of one of ``choices``, whatever its case and accents."""
    sentence = f"La valeur doit être\u00a0: {', '.join(choices)}."

    def read(value: str) -> str:
        found = spelling(value)
        if found not in choices:
            raise CellRefused(sentence)
        return found

    return read


def nir(value: str) -> str:
    """A social security number of 15 characters with its key right."""
    try:
        return normalise_nir(value)
    except ValueError:
        raise CellRefused(
            "Le numéro de sécurité sociale n’est pas valide\u00a0: 15 caractères, clé comprise."
        ) from None
