"""Passkeys: what the browser is asked to sign, and the check of what it signed.

Refusals are returned, not raised: raising would give a used challenge back.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select, update
from sqlmodel import Session, col
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.domain.text import tidy
from portal.models.factors import Passkey
from portal.services import audit
from portal.services.factor_changes import factor_changed
from portal.services.passkey_challenges import (
    REGISTER,
    credential_in,
    new_challenge,
    use_challenge,
)
from portal.services.passkey_signatures import (
    RelyingParty,
    verified_answer,
    verified_registration,
)
from portal.services.ports import Cipher
from portal.services.turns import one_at_a_time

MOST = 20
LONGEST_NAME = 60
_TIMEOUT_MS = 5 * 60 * 1000

_LATE = "Cette demande n’est plus valable. Recommencez, s’il vous plaît."
_UNREADABLE = (
    "La réponse de votre appareil n’a pas pu être vérifiée. Recommencez, ou choisissez un autre "
    "moyen."
)
_UNKNOWN = "Cette clé d’accès n’est pas connue ici. Choisissez-en une autre, ou un autre moyen."
_TAKEN = "Cette clé d’accès est déjà enregistrée."
_TOO_MANY = f"Vous avez déjà {MOST} clés d’accès. Retirez-en une avant d’en ajouter une autre."


@dataclass(frozen=True, slots=True)
class PasskeyAnswer:
    """Whose passkey answered, or the refusal to show."""

    account_id: int | None = None
    refusal: str = ""


def creation_options(
    *,
    session: Session,
    now: datetime,
    party: RelyingParty,
    browser: str,
    account_id: int,
    user_name: str,
) -> str:
    """Return, as JSON, what ``navigator.credentials.create`` takes."""
    challenge = new_challenge(
        session, now=now, browser=browser, purpose=REGISTER, account_id=account_id
    )
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=sha256(f"passkeys of {party.id}:{account_id}".encode()).digest(),
        user_name=user_name,
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(session, account_id),
    )
    return options_to_json(options)


def save_passkey(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    party: RelyingParty,
    browser: str,
    account_id: int,
    response: str,
    name: str,
) -> str:
    """Keep the passkey that a browser has just made: return "", or the refusal."""
    challenge = use_challenge(
        session,
        now=now,
        browser=browser,
        purpose=REGISTER,
        account_id=account_id,
        response=response,
    )
    if challenge is None:
        return _LATE
    made = verified_registration(party, challenge, response)
    if made is None:
        return _UNREADABLE
    credential_id = bytes_to_base64url(made.credential_id)
    one_at_a_time(session, f"passkey:{credential_id}")
    one_at_a_time(session, f"passkeys of {account_id}")
    if session.scalar(select(Passkey).where(col(Passkey.credential_id) == credential_id)):
        return _TAKEN
    if _count(session, account_id) >= MOST:
        return _TOO_MANY
    shown_name = tidy(name)[:LONGEST_NAME] or "Clé d’accès"
    session.add(
        Passkey(
            account_id=account_id,
            credential_id=credential_id,
            public_key=bytes_to_base64url(made.credential_public_key),
            sign_count=made.sign_count,
            name=shown_name,
            created_at=now,
        )
    )
    factor_changed(
        session,
        cipher=cipher,
        now=now,
        account_id=account_id,
        act="factor.passkey_added",
        what="Une clé d’accès a été ajoutée",
    )
    return ""


def request_options(
    *,
    session: Session,
    now: datetime,
    party: RelyingParty,
    browser: str,
    purpose: str,
    account_id: int | None,
) -> str:
    """Return, as JSON, what ``navigator.credentials.get`` takes.

    Without ``account_id`` anybody may answer, with any passkey kept for the portal.
    """
    challenge = new_challenge(
        session, now=now, browser=browser, purpose=purpose, account_id=account_id
    )
    known = _descriptors(session, account_id) if account_id is not None else []
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        allow_credentials=known,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def check_passkey(
    *,
    session: Session,
    now: datetime,
    party: RelyingParty,
    browser: str,
    purpose: str,
    response: str,
    account_id: int | None,
) -> PasskeyAnswer:
    """Use a challenge once: return whose passkey signed it in this browser, or the refusal.

    ``account_id``: only their passkeys will do; without it, anybody's.
    """
    challenge = use_challenge(
        session,
        now=now,
        browser=browser,
        purpose=purpose,
        account_id=account_id,
        response=response,
    )
    if challenge is None:
        return PasskeyAnswer(refusal=_LATE)
    passkey = session.scalar(
        select(Passkey).where(col(Passkey.credential_id) == credential_in(response))
    )
    if passkey is None or account_id not in {None, passkey.account_id}:
        return PasskeyAnswer(refusal=_UNKNOWN)
    verified = verified_answer(party, challenge, response, passkey)
    if verified is None or not _advance(session, now, passkey, verified.new_sign_count):
        audit.record(session, "factor.passkey_refused", at=now, account_id=passkey.account_id)
        return PasskeyAnswer(refusal=_UNREADABLE)
    return PasskeyAnswer(account_id=passkey.account_id)


def has_passkey(session: Session, account_id: int) -> bool:
    """Whether the account has a passkey."""
    return _count(session, account_id) > 0


def _count(session: Session, account_id: int) -> int:
    return session.execute(
        select(func.count()).where(col(Passkey.account_id) == account_id)
    ).scalar_one()


def _descriptors(session: Session, account_id: int) -> list[PublicKeyCredentialDescriptor]:
    known = select(col(Passkey.credential_id)).where(col(Passkey.account_id) == account_id)
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential_id))
        for credential_id in session.scalars(known)
    ]


def _advance(session: Session, now: datetime, passkey: Passkey, sign_count: int) -> bool:
    """Note the use of a passkey; of two answers with one count, the second is a copy's."""
    counts = col(Passkey.sign_count) < sign_count if sign_count else col(Passkey.sign_count) == 0
    moved = session.execute(
        update(Passkey)
        .where(col(Passkey.id) == passkey.id, counts)
        .values(sign_count=sign_count, last_used_at=now)
        .returning(col(Passkey.id))
    ).first()
    return moved is not None
