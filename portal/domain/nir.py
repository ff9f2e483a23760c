"""The French social security number (NIR)."""

import re
from itertools import pairwise

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


def spaced_nir(nir: str) -> str:
    """``184032A00400412`` as it is printed: ``1 84 03 2A 004 004 12``, on one line."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    parts = [nir[start:end] for start, end in pairwise(cuts)]
    return "\u00a0".join(part for part in parts if part)
