"""The challenges that passkeys sign: random, used once, in one browser, for one purpose."""

import json
import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from portal.models.factors import PasskeyChallenge
from portal.services.secrets import digest

REGISTER = "register"
CHALLENGE_LIFE = timedelta(minutes=5)
LONGEST_RESPONSE = 16_000  # characters of JSON


def new_challenge(
    session: Session, *, now: datetime, browser: str, purpose: str, account_id: int | None
) -> bytes:
    """Return a challenge good for five minutes."""
    challenge = secrets.token_bytes(32)
    session.add(
        PasskeyChallenge(
            challenge_hash=digest(bytes_to_base64url(challenge)),
            browser_hash=digest(browser),
            purpose=purpose,
            account_id=account_id,
            expires_at=now + CHALLENGE_LIFE,
        )
    )
    return challenge


def use_challenge(
    session: Session,
    *,
    now: datetime,
    browser: str,
    purpose: str,
    account_id: int | None,
    response: str,
) -> bytes | None:
    """Return the challenge that a browser's answer is about, and void it.

    Nothing when it is unknown, used, late, or was made for another browser, purpose or account.
    """
    challenge = _challenge_in(response)
    if challenge is None:
        return None
    used = session.execute(
        update(PasskeyChallenge)
        .where(
            col(PasskeyChallenge.challenge_hash) == digest(bytes_to_base64url(challenge)),
            col(PasskeyChallenge.browser_hash) == digest(browser),
            col(PasskeyChallenge.purpose) == purpose,
            col(PasskeyChallenge.account_id).is_not_distinct_from(account_id),
            col(PasskeyChallenge.used_at).is_(None),
            col(PasskeyChallenge.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(PasskeyChallenge.id))
    ).first()
    return challenge if used is not None else None


def credential_in(response: str) -> str:
    """The id of the passkey that answered, in its one spelling; "" when there is none to read."""
    try:
        return bytes_to_base64url(base64url_to_bytes(_parsed(response)["rawId"]))
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


def _challenge_in(response: str) -> bytes | None:
    try:
        client_data = json.loads(
            base64url_to_bytes(_parsed(response)["response"]["clientDataJSON"])
        )
        return base64url_to_bytes(client_data["challenge"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _parsed(response: str) -> dict:
    if len(response) > LONGEST_RESPONSE:
        raise ValueError("longer than any browser's answer")
    return json.loads(response)
