"""What somebody asks a human for, and the reference under which it is found again."""

from collections.abc import Callable, Sequence
from enum import StrEnum

# Without letters and digits that are heard or read for one another: 0 O, 1 I L, 8 B, 5 S, 2 Z, U V.
_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
_LENGTH = 6


class SupportKind(StrEnum):
    """What is asked for."""

    NOT_ME = "not_me"


def new_reference(choose: Callable[[Sequence[str]], str], prefix: str = "R") -> str:
    """A reference one can read out: ``R-7K3M9Q``; ``prefix`` tells what kind of thing it names."""
    return f"{prefix}-" + "".join(choose(_ALPHABET) for _ in range(_LENGTH))


def is_reference(text: str, prefix: str) -> bool:
    """Whether ``text`` can be a reference of that kind."""
    head, _, rest = text.partition("-")
    return head == prefix and len(rest) == _LENGTH and set(rest) <= set(_ALPHABET)
