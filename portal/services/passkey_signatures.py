"""What browsers say that passkeys signed, checked: origin, site, user, signature, count."""

from dataclasses import dataclass

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes
from webauthn.registration.verify_registration_response import VerifiedRegistration

from portal.models.factors import Passkey


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The portal as browsers know it: its host, its name, and the origin of its pages."""

    id: str
    name: str
    origin: str


def verified_registration(
    party: RelyingParty, challenge: bytes, response: str
) -> VerifiedRegistration | None:
    """Return the passkey that a browser made, or nothing when anything about it is amiss."""
    try:
        return verify_registration_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except Exception:  # the library raises whatever its parsers meet in a hostile answer
        return None


def verified_answer(
    party: RelyingParty, challenge: bytes, response: str, passkey: Passkey
) -> VerifiedAuthentication | None:
    """Return what a passkey signed, or nothing when anything about it is amiss."""
    try:
        return verify_authentication_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception:  # as above
        return None
