"""What the services need from the outside world; ``adapters`` provides it."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class Cipher(Protocol):
    """Encryption at rest of identifiers such as the NIR, and their searchable fingerprint."""

    def encrypt(self, text: str) -> str:
        """Return ``text`` encrypted; two calls give two different results."""
        ...

    def decrypt(self, sealed: str) -> str:
        """Return what was encrypted. Raises ``ValueError`` when no known key opens it."""
        ...

    def fingerprint(self, text: str) -> str:
        """Return a keyed digest, the same for the same text: to compare without decrypting."""
        ...
