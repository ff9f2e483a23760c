"""The French social security number (NIR)."""

import re

_SHAPE = re.compile(r"([1-478]\d{4}(?:\d{2}|2[AB])\d{6})(\d{2})", re.ASCII)


def nir_key(body: str) -> int:
    """Return the key of a NIR's first 13 characters; Corsica's 2A and 2B count as 19 and 18."""
    return 97 - int(body.replace("2A", "19").replace("2B", "18")) % 97


def normalise_nir(text: str) -> str:
    """Return the 15 characters without separators. Raises ``ValueError`` when it is not valid.

    Months beyond 12 exist (births whose month is unknown) and are accepted.
    """
    match = _SHAPE.fullmatch(re.sub(r"[\s.-]", "", text).upper())
    if not match or nir_key(match[1]) != int(match[2]):
        raise ValueError("not a valid NIR")
    return match[1] + match[2]
