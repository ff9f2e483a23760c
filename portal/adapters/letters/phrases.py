"""What the templates of the letters say the same way everywhere."""

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.french import NO_BREAK, long_date, plural, set_spaces

__all__ = ["count", "moment", "one_line", "set_spaces", "sms_characters", "tel"]

# Line ends and controls, what turns the reading direction, and halves of characters.
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
)
_SPACES = re.compile(r"[ \t\r\n]+")
# The characters that an SMS counts for one; what is missing is written with those nearest.
_GSM = frozenset(
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_NEAREST = str.maketrans(
    {"’": "'", "‘": "'", "«": '"', "»": '"', "–": "-", "—": "-", "•": "*", "œ": "oe", "…": "..."}
)


def one_line(text: str) -> str:
    """``text`` on one line, without anything that would steer a mail server or a reader."""
    return _SPACES.sub(" ", _UNFIT.sub(" ", text)).strip(" ")


def sms_characters(text: str) -> str:
    """``text`` with the characters of which an SMS holds 160, instead of 70 of the others."""
    nearest = text.replace(NO_BREAK, " ").replace("\u202f", " ").translate(_NEAREST)
    return "".join(_nearest(c) for c in unicodedata.normalize("NFC", nearest))


def _nearest(character: str) -> str:
    if character in _GSM:
        return character
    bare = unicodedata.normalize("NFKD", character)
    return "".join(c for c in bare if c in _GSM) or "?"


def count(number: str, noun: str) -> str:
    """A value and its noun, ``30 minutes``; as it is when it is no number."""
    return plural(int(number), noun) if number.isdecimal() else f"{number}{NO_BREAK}{noun}s"


def moment(when: str, zone: ZoneInfo) -> str:
    """``20 novembre 2026 à 10 h 05``, from an ISO moment; any other text as it is."""
    try:
        there = datetime.fromisoformat(when).astimezone(zone)
    except (ValueError, OverflowError):
        return when
    clock = f"{there.hour}{NO_BREAK}h{NO_BREAK}{there.minute:02d}"
    return f"{long_date(there.date())} à {clock}"


def tel(phone: str) -> str:
    """``phone`` without spaces that break."""
    return phone.replace(" ", NO_BREAK)
