"""Password hashing: Argon2id with the parameters of OWASP's 2025 recommendation."""

import unicodedata
from functools import cache

from passlib.hash import argon2  # pyright: ignore[reportAttributeAccessIssue] - made on demand

_argon2 = argon2.using(type="ID", memory_cost=19_456, rounds=2, parallelism=1)
SHORTEST, LONGEST = 12, 128  # characters


def normal_password(password: str) -> str:
    """The one encoding of a password, whichever keyboard or system typed it (NFC or NFD)."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """Return ``password`` hashed for storage."""
    return _argon2.hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Whether ``password`` is the stored one; takes the same time when there is none stored."""
    if stored is None:
        _argon2.verify(password, _nobodys_hash())
        return False
    return _argon2.verify(password, stored)


def needs_rehash(stored: str) -> bool:
    """Whether ``stored`` was made with weaker parameters than today's."""
    return _argon2.needs_update(stored)


@cache
def _nobodys_hash() -> str:
    return _argon2.hash("the password of nobody")
