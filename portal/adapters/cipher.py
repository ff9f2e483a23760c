"""Encryption at rest with Fernet; the first key encrypts, every key decrypts (rotation)."""

import hashlib
import hmac
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class FernetCipher:
    """See ``ports.Cipher``. ``keys`` are urlsafe base64 Fernet keys, the newest first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        # The oldest key signs fingerprints, so that they survive a rotation.
        self._fingerprint_key = hashlib.sha256(b"fingerprint:" + keys[-1].encode()).digest()

    def encrypt(self, text: str) -> str:
        """See ``ports.Cipher``."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, sealed: str) -> str:
        """See ``ports.Cipher``."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise ValueError("no known key opens this value") from error

    def fingerprint(self, text: str) -> str:
        """See ``ports.Cipher``."""
        return hmac.new(self._fingerprint_key, text.encode(), hashlib.sha256).hexdigest()


def key_kept_in(path: Path) -> str:
    """Return the key kept in ``path``; at first use the file is made, for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # "x" lets one of several processes starting together make the key; the others read it.
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(Fernet.generate_key().decode())
    except FileExistsError:
        pass
    return path.read_text().strip()
