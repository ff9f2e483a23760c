"""Encryption at rest with Fernet; the first key encrypts, every key decrypts (rotation)."""

import hashlib
import hmac
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class FernetCipher:
    """See ``ports.Cipher``. ``keys`` gives urlsafe base64 Fernet keys, the newest first.

    It is asked again when no key opens a value: another process may have added one.
    """

    def __init__(self, keys: Callable[[], Sequence[str]]) -> None:
        self._keys = keys
        self._take_keys()

    def encrypt(self, text: str) -> str:
        """See ``ports.Cipher``."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, sealed: str) -> str:
        """See ``ports.Cipher``."""
        return self._retrying(lambda: self._fernet.decrypt(sealed.encode())).decode()

    def renew(self, sealed: str) -> str:
        """See ``ports.Cipher``."""
        return self._retrying(lambda: self._fernet.rotate(sealed.encode())).decode()

    def fingerprint(self, text: str) -> str:
        """See ``ports.Cipher``."""
        return hmac.new(self._fingerprint_key, text.encode(), hashlib.sha256).hexdigest()

    def _take_keys(self) -> None:
        keys = self._keys()
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        # The oldest key signs fingerprints, so that they survive a rotation.
        self._fingerprint_key = hashlib.sha256(b"fingerprint:" + keys[-1].encode()).digest()

    def _retrying(self, open_sealed: Callable[[], bytes]) -> bytes:
        try:
            return open_sealed()
        except InvalidToken:
            self._take_keys()
        try:
            return open_sealed()
        except InvalidToken as error:
            raise ValueError("no known key opens this value") from error


class KeyFile:
    """Keys kept in a file, one a line, the newest first; made with one key at first use."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keys(self) -> list[str]:
        """The keys, the newest first."""
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._write_beside([Fernet.generate_key().decode()])
            # Of several processes starting together, one makes the file; the others read it.
            with suppress(FileExistsError):
                self._path.hardlink_to(fresh)
            fresh.unlink()
        return self._path.read_text().split()

    def add(self) -> None:
        """Add a new key before the others; what they encrypted can still be read."""
        keys = [Fernet.generate_key().decode(), *self.keys()]
        # Put in its place at once: half a key file would lose everything.
        self._write_beside(keys).replace(self._path)

    def _write_beside(self, keys: Sequence[str]) -> Path:
        """Write a file that only its owner reads, wholly on the disk, in the same folder."""
        number, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}-")
        with os.fdopen(number, "w") as file:
            file.write("\n".join(keys) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return Path(name)
