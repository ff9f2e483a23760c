"""Random tokens, and the digests under which they are stored."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, safe in a cookie, a URL or a form."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
