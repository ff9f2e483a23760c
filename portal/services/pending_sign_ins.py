"""Sign-ins that wait for their second step: found, sent codes, locked, refused, finished once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from portal.domain.errors import StepRefused
from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.domain.second_step import (
    BEGINNINGS_COUNTED_FOR,
    MOST_BEGINNINGS,
    SENT_METHODS,
    Factors,
    Method,
)
from portal.models.accounts import Account
from portal.models.codes import OneTimeCode
from portal.models.sessions import PendingSignIn
from portal.services import audit
from portal.services.codes import send_code
from portal.services.devices import trust_device
from portal.services.lockout import refuse_try
from portal.services.passkeys import has_passkey
from portal.services.ports import Cipher
from portal.services.quotas import Quota, is_spent, spend
from portal.services.recovery_codes import codes_left
from portal.services.secrets import digest
from portal.services.sessions import issue_ticket
from portal.services.totp import has_totp
from portal.services.tries import (
    NO_WAIT,
    forget_failures,
    locked_sentence,
    second_step_key,
    wait_of,
)
from portal.services.turns import one_at_a_time

# A sign-in left open in one browser would otherwise send one every two minutes, by each way.
_CODES = Quota("sign_in_codes", 12, BEGINNINGS_COUNTED_FOR)

GONE = "Cette connexion a expiré. Recommencez, s’il vous plaît."
MUST_CHANGE = (
    "Par sécurité, votre mot de passe doit être remplacé avant d’entrer. "
    "Choisissez-en un nouveau avec «\u00a0Mot de passe oublié\u00a0»."
)
_TOO_MANY = (
    "Beaucoup de codes ont déjà été demandés. Par sécurité, attendez une heure, "
    "ou choisissez une autre méthode."
)


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """A ticket to open a session with, or the refusal; ``over``: it cannot be tried again."""

    ticket: str = ""
    refusal: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries to finish which sign-in: ``handle`` names it, ``device`` is for the history."""

    handle: str
    browser: str
    network: str = ""
    device: str = ""


def factors_of(session: Session, account: Account) -> Factors:
    """What an account has to prove who is there."""
    assert account.id is not None  # noqa: S101 - a stored account
    return Factors(
        is_staff=account.role is not None,
        phone=account.phone is not None,
        totp=has_totp(session, account.id),
        passkey=has_passkey(session, account.id),
        recovery_codes=codes_left(session, account.id) > 0,
        mailbox_used=account.password_from_link,
    )


def open_pending(
    session: Session, now: datetime, attempt: Attempt
) -> tuple[PendingSignIn, Account]:
    """The sign-in under way that this browser holds the handle of."""
    pending = session.scalar(
        select(PendingSignIn).where(
            col(PendingSignIn.handle_hash) == digest(attempt.handle),
            col(PendingSignIn.browser_hash) == digest(attempt.browser),
            col(PendingSignIn.done_at).is_(None),
            col(PendingSignIn.expires_at) > now,
        )
    )
    account = session.get(Account, pending.account_id) if pending else None
    if pending is None or account is None or account.disabled_at is not None:
        raise StepRefused(GONE)
    return pending, account


def waiting_in(
    session: Session, now: datetime, account_id: int, browser: str
) -> PendingSignIn | None:
    """The sign-in that this account already has under way in this browser."""
    return session.scalar(
        select(PendingSignIn)
        .where(
            col(PendingSignIn.account_id) == account_id,
            col(PendingSignIn.browser_hash) == digest(browser),
            col(PendingSignIn.done_at).is_(None),
            col(PendingSignIn.expires_at) > now,
        )
        .order_by(col(PendingSignIn.id).desc())
        .limit(1)
    )


def subject_of(pending: PendingSignIn, method: Method) -> str:
    """What a code is for: this sign-in, by this way."""
    return f"sign_in:{pending.id}:{method}"


def sent_by(session: Session, now: datetime, pending: PendingSignIn) -> frozenset[Method]:
    """The ways by which a code has left that still serves."""
    subjects = {subject_of(pending, method): method for method in SENT_METHODS}
    found = session.scalars(
        select(col(OneTimeCode.subject)).where(
            col(OneTimeCode.subject).in_(subjects), col(OneTimeCode.expires_at) > now
        )
    )
    return frozenset(subjects[subject] for subject in found)


def send_by(
    session: Session,
    cipher: Cipher,
    now: datetime,
    account: Account,
    pending: PendingSignIn,
    method: Method,
) -> str:
    """Send a code by SMS or e-mail; return why it was not, or nothing."""
    begun = session.scalar(
        select(func.count()).where(
            col(PendingSignIn.account_id) == account.id,
            col(PendingSignIn.created_at) > now - BEGINNINGS_COUNTED_FOR,
            col(PendingSignIn.done_at).is_(None),
        )
    )
    if (begun or 0) > MOST_BEGINNINGS or is_spent(
        session, now=now, quota=_CODES, who=str(account.id)
    ):
        return _TOO_MANY
    by_sms = method is Method.SMS and account.phone is not None
    refusal = send_code(
        session,
        cipher=cipher,
        now=now,
        subject=subject_of(pending, method),
        channel=Channel.SMS if by_sms else Channel.EMAIL,
        to=account.phone if by_sms and account.phone else account.email,
        letter=Letter.SIGN_IN_CODE,
        account_id=account.id,
    )
    if not refusal:
        spend(session, now=now, quota=_CODES, who=str(account.id))
    return refusal


def locked(
    session: Session, now: datetime, account: Account, attempt: Attempt
) -> StepAnswer | None:
    """What to answer while wrong codes make the account wait, or nothing."""
    assert account.id is not None  # noqa: S101 - a stored account
    one_at_a_time(session, f"second_step:{account.id}")
    wait = wait_of(session, now=now, key=second_step_key(account.id))
    if wait <= NO_WAIT:
        return None
    audit.record(
        session,
        "sign_in.locked",
        at=now,
        account_id=account.id,
        network=attempt.network,
        device=attempt.device,
    )
    return StepAnswer(refusal=locked_sentence(wait))


def refused(
    session: Session,
    cipher: Cipher,
    now: datetime,
    account: Account,
    attempt: Attempt,
    refusal: str,
) -> StepAnswer:
    """Count a wrong code, and say so."""
    assert account.id is not None  # noqa: S101 - a stored account
    audit.record(
        session,
        "sign_in.second_step_refused",
        at=now,
        account_id=account.id,
        network=attempt.network,
        device=attempt.device,
    )
    wait = refuse_try(
        session,
        cipher=cipher,
        now=now,
        account=account,
        key=second_step_key(account.id),
        network=attempt.network,
    )
    return StepAnswer(refusal=locked_sentence(wait) if wait > NO_WAIT else refusal)


def admit(
    session: Session,
    now: datetime,
    pending: PendingSignIn,
    account: Account,
    attempt: Attempt,
    method: Method,
    *,
    trust: bool,
) -> StepAnswer:
    """Finish the sign-in, once: of two at the same time, the second finds nothing to finish."""
    assert account.id is not None  # noqa: S101 - a stored account
    finished = session.execute(
        update(PendingSignIn)
        .where(col(PendingSignIn.id) == pending.id, col(PendingSignIn.done_at).is_(None))
        .values(done_at=now)
        .returning(col(PendingSignIn.id))
    ).first()
    if finished is None:
        raise StepRefused(GONE)
    forget_failures(session, key=second_step_key(account.id))
    forget_failures(session, key=_CODES.key(str(account.id)))
    account.password_from_link = account.password_from_link and method is Method.EMAIL
    history = {"at": now, "account_id": account.id, "network": attempt.network}
    if account.must_change_password:
        audit.record(session, "sign_in.refused", **history, device=attempt.device)
        return StepAnswer(refusal=MUST_CHANGE, over=True)
    audit.record(
        session, "sign_in.second_step", **history, device=attempt.device, method=method.value
    )
    if trust and account.role is None:
        trust_device(session, now=now, account_id=account.id, browser=attempt.browser)
    return StepAnswer(
        ticket=issue_ticket(session, now=now, account_id=account.id, browser=attempt.browser)
    )
