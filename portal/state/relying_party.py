"""The portal as browsers know it when they make or use a passkey."""

from urllib.parse import urlsplit

from portal.services.passkeys import RelyingParty
from portal.settings import brand, settings


def relying_party() -> RelyingParty:
    """The host, name and origin of the public address."""
    origin = settings().public_url
    return RelyingParty(id=urlsplit(origin).hostname or "", name=brand().name, origin=origin)
