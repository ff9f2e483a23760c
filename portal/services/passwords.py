"""Password hashing: Argon2id with the parameters of OWASP's 2025 recommendation."""

import unicodedata

from passlib.hash import argon2  # pyright: ignore[reportAttributeAccessIssue] - made on demand

# Loaded now: left to its first use, the backend is missing for whoever comes at the same time.
argon2.set_backend("argon2_cffi")
_argon2 = argon2.using(type="ID", memory_cost=19_456, rounds=2, parallelism=1)
SHORTEST, LONGEST = 12, 128  # characters
_NOBODYS_HASH = _argon2.hash("the password of nobody")


def normal_password(password: str) -> str:
    """The one encoding of a password, whichever keyboard or system typed it (NFC or NFD)."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """Return ``password`` hashed for storage."""
    return _argon2.hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Whether ``password`` is the stored one; takes the same time when there is none stored."""
    if stored is None:
        _argon2.verify(password, _NOBODYS_HASH)
        return False
    return _argon2.verify(password, stored)


def needs_rehash(stored: str) -> bool:
    """Whether ``stored`` was made with weaker parameters than today's."""
    return _argon2.needs_update(stored)
