"""How long a text is as its reader sees it, and whether it can be sent."""

import regex

from portal.domain.conversations import MAX_LENGTH, MAX_TYPED, MIN_LENGTH
from portal.domain.errors import InvalidInput
from portal.domain.french import plural
from portal.domain.text import storable

# What one sees as a character: a letter with its accents, a flag, a family of emojis.
_CHARACTER = regex.compile(r"\X")
_VISIBLE = regex.compile(r"[\p{L}\p{N}\p{P}\p{S}]")
# Controls say nothing, and what turns the reading direction would turn what follows too.
_UNFIT = regex.compile(r"[\p{Cc}--[\n\t]]|[\u202a-\u202e\u2066-\u2069]", regex.VERSION1)
# A single character can be made of thousands of marks.
_MOST_CODE_POINTS = 12

_EMPTY = "Écrivez votre message."
_FAR_TOO_LONG = "Votre message est beaucoup trop long\u00a0: gardez l’essentiel."
_UNREADABLE = "Votre message contient des signes que nous ne pouvons pas lire\u00a0: retirez-les."


def visible_length(text: str) -> int:
    """How many characters one sees in ``text``: what browsers count as graphemes."""
    return len(_CHARACTER.findall(text))


def clean_body(text: str) -> str:
    """``text`` as it is kept: storable, its line ends alike, nothing around it."""
    lines = storable(text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT.sub("", lines).strip()


def checked_body(text: str, *, shortest: int = MIN_LENGTH, longest: int = MAX_LENGTH) -> str:
    """Return ``text`` as it is kept. Raises ``InvalidInput`` for a length out of bounds."""
    if len(text) > MAX_TYPED:
        raise InvalidInput("body", _FAR_TOO_LONG)
    body = clean_body(text)
    if not _VISIBLE.search(body):
        raise InvalidInput("body", _EMPTY)
    length = visible_length(body)
    if length < shortest:
        missing = plural(shortest - length, "caractère")
        raise InvalidInput(
            "body", f"Votre message est trop court\u00a0: ajoutez au moins {missing}."
        )
    if length > longest:
        over = plural(length - longest, "caractère")
        raise InvalidInput("body", f"Votre message est trop long\u00a0: retirez {over}.")
    if len(body) > longest * _MOST_CODE_POINTS:
        raise InvalidInput("body", _UNREADABLE)
    return body
