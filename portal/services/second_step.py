"""The second step of signing in: begun by a right password, finished once, in the same browser.

A wrong code has to be counted, so its refusal is returned, not raised: raising would undo the
count. ``StepRefused`` is raised when there is nothing to finish.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal.domain.errors import NotAllowed
from portal.domain.second_step import (
    PENDING_LIFE,
    SENT_METHODS,
    Method,
    masked_email,
    masked_phone,
    methods_of,
    must_enrol,
)
from portal.models.accounts import Account
from portal.models.sessions import PendingSignIn
from portal.services import audit
from portal.services.codes import check_code
from portal.services.passkeys import RelyingParty, check_passkey, request_options
from portal.services.pending_sign_ins import (
    GONE,
    Attempt,
    StepAnswer,
    admit,
    factors_of,
    locked,
    open_pending,
    refused,
    send_by,
    sent_by,
    subject_of,
    waiting_in,
)
from portal.services.ports import Cipher
from portal.services.recovery_codes import use_recovery_code
from portal.services.secrets import digest, new_token
from portal.services.totp import TotpEnrolment, begin_totp, check_totp, confirm_totp
from portal.services.turns import one_at_a_time

_NOT_OFFERED = "Cette méthode n’est pas disponible pour votre compte. Choisissez-en une autre."


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked: the ways open, the one to propose first, and where codes go.

    ``sent``: the ways by which a code has left that still serves.
    """

    methods: tuple[Method, ...]
    sent: frozenset[Method]
    must_enrol: bool
    is_staff: bool
    phone: str
    email: str


def begin_second_step(
    session: Session, *, cipher: Cipher, now: datetime, account: Account, browser: str
) -> str:
    """Have a right password wait for its second step; return the handle of this wait.

    The same person who begins again in the same browser goes on with the same wait, under a new
    handle: the code that was sent still serves.
    """
    assert account.id is not None  # noqa: S101 - a stored account
    one_at_a_time(session, f"second_step:{account.id}")
    handle = new_token()
    pending = waiting_in(session, now, account.id, browser) if browser else None
    if pending is None:
        pending = PendingSignIn(
            handle_hash="",
            browser_hash=digest(browser),
            account_id=account.id,
            created_at=now,
            expires_at=now,
        )
        session.add(pending)
    pending.handle_hash, pending.expires_at = digest(handle), now + PENDING_LIFE
    session.flush()
    audit.record(session, "second_step.begun", at=now, account_id=account.id)
    first = next(iter(methods_of(factors_of(session, account))), None)
    if first is not None and first in SENT_METHODS:
        send_by(session, cipher, now, account, pending, first)
    return handle


def look_at_step(*, session: Session, now: datetime, attempt: Attempt) -> Step:
    """What the sign-in under way asks for. Raises ``StepRefused``."""
    pending, account = open_pending(session, now, attempt)
    factors = factors_of(session, account)
    return Step(
        methods=methods_of(factors),
        sent=sent_by(session, now, pending),
        must_enrol=must_enrol(factors),
        is_staff=factors.is_staff,
        phone=masked_phone(account.phone) if account.phone else "",
        email=masked_email(account.email),
    )


def send_step_code(
    *, session: Session, cipher: Cipher, now: datetime, attempt: Attempt, method: Method
) -> str:
    """Send a code, again or by another way; return a refusal, or "". Raises ``StepRefused``."""
    pending, account = open_pending(session, now, attempt)
    if method not in SENT_METHODS or method not in methods_of(factors_of(session, account)):
        raise NotAllowed(_NOT_OFFERED)
    return send_by(session, cipher, now, account, pending, method)


def check_step(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    attempt: Attempt,
    method: Method,
    typed: str,
    trust: bool = False,
) -> StepAnswer:
    """Check a typed code, by whichever way; right, it opens. Raises ``StepRefused``."""
    pending, account = open_pending(session, now, attempt)
    assert account.id is not None  # noqa: S101 - a stored account
    if method is Method.PASSKEY or method not in methods_of(factors_of(session, account)):
        raise NotAllowed(_NOT_OFFERED)
    if answer := locked(session, now, account, attempt):
        return answer
    if method in SENT_METHODS:
        refusal = check_code(
            session, cipher=cipher, now=now, subject=subject_of(pending, method), typed=typed
        )
    else:
        check = check_totp if method is Method.TOTP else use_recovery_code
        refusal = check(session=session, cipher=cipher, now=now, account_id=account.id, typed=typed)
    if refusal:
        return refused(session, cipher, now, account, attempt, refusal)
    return admit(session, now, pending, account, attempt, method, trust=trust)


def ask_step_passkey(
    *, session: Session, now: datetime, attempt: Attempt, party: RelyingParty
) -> str:
    """What the browser gives to one of the account's passkeys. Raises ``StepRefused``."""
    _, account = open_pending(session, now, attempt)
    return request_options(
        session=session,
        now=now,
        party=party,
        browser=attempt.browser,
        purpose="second_step",
        account_id=account.id,
    )


def check_step_passkey(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    attempt: Attempt,
    party: RelyingParty,
    response: str,
    trust: bool = False,
) -> StepAnswer:
    """Check what a passkey answered. Raises ``StepRefused``."""
    pending, account = open_pending(session, now, attempt)
    if answer := locked(session, now, account, attempt):
        return answer
    answer = check_passkey(
        session=session,
        now=now,
        party=party,
        browser=attempt.browser,
        purpose="second_step",
        response=response,
        account_id=account.id,
    )
    if answer.refusal or answer.account_id != account.id:
        return refused(session, cipher, now, account, attempt, answer.refusal or GONE)
    return admit(session, now, pending, account, attempt, Method.PASSKEY, trust=trust)


def begin_step_totp(
    *, session: Session, cipher: Cipher, now: datetime, attempt: Attempt, issuer: str
) -> TotpEnrolment:
    """Set up the authenticator application of one of the staff who has no factor yet."""
    _, account = open_pending(session, now, attempt)
    if account.id is None or not must_enrol(factors_of(session, account)):
        raise NotAllowed(_NOT_OFFERED)
    return begin_totp(
        session=session,
        cipher=cipher,
        now=now,
        account_id=account.id,
        issuer=issuer,
        label=account.email,
    )


def confirm_step_totp(
    *, session: Session, cipher: Cipher, now: datetime, attempt: Attempt, typed: str
) -> StepAnswer:
    """Take the first code of the application just set up, and open. Raises ``StepRefused``."""
    pending, account = open_pending(session, now, attempt)
    if account.id is None or not must_enrol(factors_of(session, account)):
        raise NotAllowed(_NOT_OFFERED)
    if answer := locked(session, now, account, attempt):
        return answer
    refusal = confirm_totp(
        session=session, cipher=cipher, now=now, account_id=account.id, typed=typed
    )
    if refusal:
        return refused(session, cipher, now, account, attempt, refusal)
    return admit(session, now, pending, account, attempt, Method.TOTP, trust=False)
