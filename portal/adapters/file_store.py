"""Files on this machine's disk, or on one mounted there: encrypted, outside what is served.

``<folder>/ab/abcd…`` holds one file, written in ``<folder>/incoming`` first and moved into place
once it is wholly on the disk. A file is a row of chunks, each encrypted with AES-256-GCM under a
key of the file's own; the nonce of a chunk is its number and whether it is the last, so that chunks
cut off, swapped or repeated do not open.
"""

import os
import secrets
import shutil
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.services.ports import ContentLost, KeptContent

CHUNK = 64 * 1024
_SEAL = 16  # bytes that authenticate a chunk
_MAGIC = b"PF1\n"


class EncryptedFolder:
    """See ``ports.FileStore``. The folders are made at first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def put(self, content: bytes) -> KeptContent:
        """See ``ports.FileStore``."""
        name, key = secrets.token_hex(24), AESGCM.generate_key(256)
        place = self._place(name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._incoming / f"{name}.part"
        try:
            with os.fdopen(
                os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(_MAGIC)
                file.writelines(_sealed(AESGCM(key), content))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(place)
            _sync(place.parent)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return KeptContent(name, urlsafe_b64encode(key).decode())

    def read(self, name: str, key: str) -> Iterator[bytes]:
        """See ``ports.FileStore``."""
        try:
            file = self._place(name).open("rb")
        except OSError as error:
            raise ContentLost(f"{name} cannot be opened ({type(error).__name__})") from error
        chunks = _opened(AESGCM(urlsafe_b64decode(key)), file, name)
        # The first chunk at once: what cannot be read is known before anything is answered.
        return chain([next(chunks)], chunks)

    def remove(self, name: str) -> None:
        """See ``ports.FileStore``."""
        self._place(name).unlink(missing_ok=True)

    def names(self, *, before: datetime) -> Iterator[str]:
        """See ``ports.FileStore``."""
        for place in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):
                if _written_at(place) < before:
                    yield place.name

    def clear_unfinished(self, *, before: datetime) -> int:
        """See ``ports.FileStore``."""
        count = 0
        for part in self._incoming.glob("*.part"):
            with suppress(FileNotFoundError):
                if _written_at(part) < before:
                    part.unlink()
                    count += 1
        return count

    def free_bytes(self) -> int:
        """See ``ports.FileStore``."""
        folder = self._folder
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free

    def _place(self, name: str) -> Path:
        if not name.isalnum():
            raise ValueError("not the name of a kept file")
        return self._folder / name[:2] / name


def _sealed(cipher: AESGCM, content: bytes) -> Iterator[bytes]:
    whole = memoryview(content)
    starts = range(0, max(len(whole), 1), CHUNK)
    for number, start in enumerate(starts):
        is_last = start + CHUNK >= len(whole)
        yield cipher.encrypt(_nonce(number, is_last), whole[start : start + CHUNK], None)


def _opened(cipher: AESGCM, file: BinaryIO, name: str) -> Iterator[bytes]:
    with file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ContentLost(f"{name} is not a kept file")
        number, chunk = 0, file.read(CHUNK + _SEAL)
        while True:
            following = file.read(CHUNK + _SEAL)
            try:
                yield cipher.decrypt(_nonce(number, not following), chunk, None)
            except (InvalidTag, ValueError) as error:
                raise ContentLost(f"{name} was changed on the disk") from error
            if not following:
                return
            number, chunk = number + 1, following


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _sync(folder: Path) -> None:
    """Have the folder's own list of names on the disk, too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
