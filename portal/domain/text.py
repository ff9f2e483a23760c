"""Text as members type it and as it is compared."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})


def fold(text: str) -> str:
    """Lower case, without accents or ligatures: what two spellings of one word have in common."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def storable(text: str) -> str:
    """``text`` without what a database or a browser's connection cannot carry: NUL, half pairs."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "\ufffd")


def tidy(text: str) -> str:
    """``text`` on one line, storable, its runs of blanks made one space."""
    return " ".join(storable(text).split())
