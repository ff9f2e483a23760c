"""Password hashing: Argon2id with the parameters of OWASP's 2025 recommendation."""

from passlib.hash import argon2  # pyright: ignore[reportAttributeAccessIssue] - made on demand

from portal.domain.password_rules import LONGEST as LONGEST
from portal.domain.password_rules import normal_password as normal_password

# Loaded now: left to its first use, the backend is missing for whoever comes at the same time.
argon2.set_backend("argon2_cffi")
_argon2 = argon2.using(type="ID", memory_cost=19_456, rounds=2, parallelism=1)
_NOBODYS_HASH = _argon2.hash("the password of nobody")


def hash_password(password: str) -> str:
    """Return ``password`` hashed for storage."""
    return _argon2.hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Whether ``password`` is the stored one; takes the same time when there is none stored."""
    # A browser may send halves of characters: no password has any, and none of them may raise.
    typed = password.encode("utf-8", "surrogatepass")
    if stored is None:
        _argon2.verify(typed, _NOBODYS_HASH)
        return False
    return _argon2.verify(typed, stored)


def needs_rehash(stored: str) -> bool:
    """Whether ``stored`` was made with weaker parameters than today's."""
    return _argon2.needs_update(stored)
