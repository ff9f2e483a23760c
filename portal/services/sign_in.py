"""Signing in with an e-mail and a password, and slowing down those who guess.

A refusal has to be counted, so it is returned, not raised: raising would undo the count.
Nothing in the words, nor in the time taken, tells an unknown e-mail from a wrong password.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.errors import SignInLocked, SignInRefused
from portal.models.accounts import Account
from portal.services import audit
from portal.services.accounts import canonical_email
from portal.services.demo import is_demo
from portal.services.devices import is_trusted
from portal.services.lockout import refuse_try
from portal.services.passkeys import RelyingParty, check_passkey, request_options
from portal.services.passwords import (
    LONGEST,
    hash_password,
    needs_rehash,
    normal_password,
    verify_password,
)
from portal.services.pending_sign_ins import MUST_CHANGE
from portal.services.ports import Cipher
from portal.services.second_step import begin_second_step
from portal.services.sessions import issue_ticket
from portal.services.tries import (
    NO_WAIT,
    account_key,
    count_failure,
    forget_failures,
    locked_sentence,
    network_key,
    network_wait,
    wait_of,
)
from portal.services.turns import one_at_a_time

_WRONG = "L’adresse e-mail ou le mot de passe est incorrect. Vérifiez-les, puis réessayez."
_PASSKEY_GONE = (
    "Cette clé d’accès n’ouvre aucun compte. Connectez-vous avec votre adresse e-mail et votre "
    "mot de passe."
)


@dataclass(frozen=True, slots=True)
class SignInAnswer:
    """A ticket to open a session with, the handle of the second step due, or the refusal."""

    ticket: str = ""
    handle: str = ""
    refusal: SignInRefused | None = None


def sign_in(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    email: str,
    password: str,
    browser: str,
    network: str,
    device: str = "",
) -> SignInAnswer:
    """Check an e-mail and a password; count a failure; say what comes next.

    ``device``: what the history says of the browser.
    """
    address = canonical_email(email)
    by_account, by_network = account_key(address), network_key(network)
    one_at_a_time(session, by_account)
    for_network = network_wait(session, now=now, key=by_network)
    wait = max(wait_of(session, now=now, key=by_account), for_network)
    account = session.scalar(select(Account).where(col(Account.email) == address))
    known = account is not None and account.disabled_at is None and not account.is_demo
    typed = normal_password(password)
    may_match = known and len(typed) <= LONGEST
    # A whole network that waits, known account or not, is not worth the time of a check.
    right = for_network <= NO_WAIT and verify_password(
        typed, account.password_hash if account and may_match else None
    )
    history = {"at": now, "account_id": account.id if account else None, "network": network}
    if wait > NO_WAIT:
        audit.record(session, "sign_in.locked", **history, device=device)
        return SignInAnswer(refusal=SignInLocked(locked_sentence(wait), wait))
    if account is None or account.id is None or not right:
        audit.record(session, "sign_in.refused", **history, device=device)
        told = account if known else None
        refuse_try(session, cipher=cipher, now=now, account=told, key=by_account, network=network)
        return SignInAnswer(refusal=SignInRefused(_WRONG))
    forget_failures(session, key=by_account)
    if needs_rehash(account.password_hash):
        account.password_hash = hash_password(typed)
    if account.must_change_password or not is_trusted(
        session, now=now, account=account, browser=browser
    ):
        handle = begin_second_step(
            session, cipher=cipher, now=now, account=account, browser=browser
        )
        return SignInAnswer(handle=handle)
    audit.record(session, "sign_in.accepted", **history, device=device)
    return SignInAnswer(
        ticket=issue_ticket(session, now=now, account_id=account.id, browser=browser)
    )


def ask_passkey(*, session: Session, now: datetime, party: RelyingParty, browser: str) -> str:
    """What the browser gives to a passkey of its owner's choice, to sign in without a password."""
    return request_options(
        session=session, now=now, party=party, browser=browser, purpose="sign_in", account_id=None
    )


def sign_in_with_passkey(
    *,
    session: Session,
    now: datetime,
    party: RelyingParty,
    response: str,
    browser: str,
    network: str,
    device: str = "",
) -> SignInAnswer:
    """Check what a passkey answered: had and unlocked by its owner, it counts as both steps."""
    wait = network_wait(session, now=now, key=network_key(network))
    if wait > NO_WAIT:
        audit.record(session, "sign_in.locked", at=now, network=network, device=device)
        return SignInAnswer(refusal=SignInLocked(locked_sentence(wait), wait))
    answer = check_passkey(
        session=session,
        now=now,
        party=party,
        browser=browser,
        purpose="sign_in",
        response=response,
        account_id=None,
    )
    account = session.get(Account, answer.account_id) if answer.account_id else None
    history = {"at": now, "account_id": answer.account_id, "network": network}
    if answer.refusal or account is None or account.id is None or account.disabled_at is not None:
        count_failure(session, now=now, key=network_key(network))
        audit.record(session, "sign_in.refused", **history, device=device)
        return SignInAnswer(refusal=SignInRefused(answer.refusal or _PASSKEY_GONE))
    if account.must_change_password:
        audit.record(session, "sign_in.refused", **history, device=device)
        return SignInAnswer(refusal=SignInRefused(MUST_CHANGE))
    audit.record(session, "sign_in.passkey", **history, device=device)
    return SignInAnswer(
        ticket=issue_ticket(session, now=now, account_id=account.id, browser=browser)
    )


def enter_as(
    *, session: Session, now: datetime, account_id: int, browser: str, device: str = ""
) -> SignInAnswer:
    """Return a ticket for a demonstration account; for any other account, a refusal."""
    account = session.get(Account, account_id)
    known = account is not None and account.is_demo and account.disabled_at is None
    if not known or not is_demo(session=session):
        return SignInAnswer(refusal=SignInRefused("Ce compte de démonstration n’existe pas."))
    audit.record(session, "sign_in.demo", at=now, account_id=account_id, device=device)
    return SignInAnswer(
        ticket=issue_ticket(session, now=now, account_id=account_id, browser=browser)
    )
