"""What the services need from the outside world; ``adapters`` provides it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.domain.files.kinds import Kind
from portal.domain.files.refusals import CellRefused
from portal.domain.files_held import MediaType


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

    def renew(self, sealed: str) -> str:
        """Return the same text encrypted by the newest key. Raises ``ValueError`` likewise."""
        ...

    def fingerprint(self, text: str) -> str:
        """Return a keyed digest, the same for the same text: to compare without decrypting."""
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an e-mail. ``parameters`` of its media type: ``("method", …)``."""

    name: str
    media_type: str
    parameters: tuple[tuple[str, str], ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter in words, for each channel: an SMS takes ``sms``, an e-mail all the rest."""

    subject: str
    html: str
    text: str
    sms: str
    attachment: Attachment | None = None


class NotDelivered(Exception):  # noqa: N818 - an answer of the outside world, not a failure of ours
    """A letter did not leave. ``reason`` is in French, without any address.

    ``permanent``: trying again would be refused again.
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


class Carrier(Protocol):
    """What takes letters to an e-mail address or a phone."""

    async def carry(self, to: str, letter: WrittenLetter, *, message_id: str) -> None:
        """Hand the letter over, or raise ``NotDelivered``.

        ``message_id`` is the same each time this very message is handed over.
        """
        ...


class OpenTable(Protocol):
    """A table of a file being read. ``position`` of ``size`` bytes are read so far."""

    kind: Kind
    header: list[str]
    size: int

    def rows(self) -> Iterator[tuple[int, list[str] | CellRefused]]:
        """Yield each row's first physical line and its cells, or why it cannot be read.

        Raises ``FileRefused`` when the rest of the file cannot be read at all.
        """
        ...

    def position(self) -> int:
        """Return how many bytes are read so far."""
        ...


class SourceFile(Protocol):
    """A file to take in, whatever brought it."""

    @property
    def name(self) -> str:
        """Its name in the report."""
        ...

    def open(self) -> AbstractContextManager[OpenTable]:
        """Open its table. Raises ``FileRefused`` when it cannot be taken."""
        ...


class Progress(Protocol):
    """Told of how far a long import is."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """``step`` in French; ``done`` out of ``total`` bytes, both 0 when it cannot be told."""
        ...


@dataclass(frozen=True, slots=True)
class KeptContent:
    """Where a store keeps some content, and the key (base64) that alone opens it."""

    name: str
    key: str


class ContentLost(Exception):  # noqa: N818 - of the outside world, not a failure of ours
    """Content that a store should have cannot be read, or was changed."""


class FileStore(Protocol):
    """Where the content of files is kept, encrypted, under random names."""

    def put(self, content: bytes) -> KeptContent:
        """Keep ``content``; it is wholly there when this returns, and not at all if it raises.

        Raises ``OSError`` when there is no room for it.
        """
        ...

    def read(self, name: str, key: str) -> Iterator[bytes]:
        """Yield the content in chunks. Raises ``ContentLost``, before the first one if it can."""
        ...

    def remove(self, name: str) -> None:
        """Forget some content, if it is there."""
        ...

    def names(self, *, before: datetime) -> Iterator[str]:
        """Yield the names of what was put before a moment."""
        ...

    def clear_unfinished(self, *, before: datetime) -> int:
        """Remove what was left half-written before a moment; return how many."""
        ...

    def free_bytes(self) -> int:
        """Return how much room is left, in bytes."""
        ...


@dataclass(frozen=True, slots=True)
class SafeFile:
    """A file as it was made safe: its content, written anew, and what it is."""

    content: bytes
    media_type: MediaType


class FileInspector(Protocol):
    """Finds out what a file is, and makes it safe."""

    def inspect(self, content: bytes) -> SafeFile:
        """Return the file written anew, without anything hidden in it.

        Takes seconds at most. Raises ``FileNotTaken`` when it is not taken.
        """
        ...
