"""Signing in with an e-mail and a password, and slowing down those who guess.

A refusal has to be counted, so it is returned, not raised: raising would undo the count.
Nothing in the words, nor in the time taken, tells an unknown e-mail from a wrong password.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select, text
from sqlmodel import Session, col

from portal.domain.errors import SignInLocked, SignInRefused
from portal.domain.french import plural
from portal.domain.sessions import (
    ADDRESS_COUNTED_FOR,
    COUNTED_FOR,
    TRIES_PER_ADDRESS,
    wait_after,
)
from portal.models.accounts import Account, SignInFailure
from portal.services import audit
from portal.services.accounts import canonical_email
from portal.services.demo import is_demo
from portal.services.passwords import (
    LONGEST,
    hash_password,
    needs_rehash,
    normal_password,
    verify_password,
)
from portal.services.sessions import issue_ticket

_WRONG = "L’adresse e-mail ou le mot de passe est incorrect. Vérifiez-les, puis réessayez."


@dataclass(frozen=True, slots=True)
class SignInAnswer:
    """Either a ticket to open a session with, or the refusal to show."""

    ticket: str = ""
    refusal: SignInRefused | None = None


def sign_in(
    *, session: Session, now: datetime, email: str, password: str, browser: str, network: str
) -> SignInAnswer:
    """Check an e-mail and a password; count a failure; return a ticket or the refusal."""
    address = canonical_email(email)
    by_account, by_network = _key("account", address), _key("network", network)
    _one_at_a_time(session, by_account)
    wait = max(_account_wait(session, now, by_account), _network_wait(session, now, by_network))
    account = session.scalar(select(Account).where(col(Account.email) == address))
    known = account is not None and account.disabled_at is None and not account.is_demo
    typed = normal_password(password)
    may_match = known and len(typed) <= LONGEST
    right = verify_password(typed, account.password_hash if account and may_match else None)
    if wait > timedelta(0):
        audit.record(session, "sign_in.locked", at=now, network=network)
        return SignInAnswer(refusal=SignInLocked(_locked_sentence(wait), wait))
    if account is None or account.id is None or not right:
        session.add(SignInFailure(key=by_account, at=now))
        session.add(SignInFailure(key=by_network, at=now))
        account_id = account.id if account else None
        audit.record(session, "sign_in.refused", at=now, account_id=account_id, network=network)
        return SignInAnswer(refusal=SignInRefused(_WRONG))
    session.execute(delete(SignInFailure).where(col(SignInFailure.key) == by_account))
    if needs_rehash(account.password_hash):
        account.password_hash = hash_password(typed)
    audit.record(session, "sign_in.accepted", at=now, account_id=account.id, network=network)
    return SignInAnswer(
        ticket=issue_ticket(session, now=now, account_id=account.id, browser=browser)
    )


def enter_as(*, session: Session, now: datetime, account_id: int, browser: str) -> SignInAnswer:
    """Return a ticket for a demonstration account; for any other account, a refusal."""
    account = session.get(Account, account_id)
    known = account is not None and account.is_demo and account.disabled_at is None
    if not known or not is_demo(session=session):
        return SignInAnswer(refusal=SignInRefused("Ce compte de démonstration n’existe pas."))
    audit.record(session, "sign_in.demo", at=now, account_id=account_id)
    return SignInAnswer(
        ticket=issue_ticket(session, now=now, account_id=account_id, browser=browser)
    )


def _key(kind: str, value: str) -> str:
    return f"{kind}:{sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _one_at_a_time(session: Session, key: str) -> None:
    # SQLite lets one writer in at a time anyway.
    if session.get_bind().dialect.name == "postgresql":
        number = int(sha256(key.encode()).hexdigest()[:15], 16)
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def _account_wait(session: Session, now: datetime, key: str) -> timedelta:
    count, last = _failures(session, key, now - COUNTED_FOR)
    return last + wait_after(count) - now if last is not None else timedelta(0)


def _network_wait(session: Session, now: datetime, key: str) -> timedelta:
    count, last = _failures(session, key, now - ADDRESS_COUNTED_FOR)
    if last is None or count < TRIES_PER_ADDRESS:
        return timedelta(0)
    return last + ADDRESS_COUNTED_FOR - now


def _failures(session: Session, key: str, since: datetime) -> tuple[int, datetime | None]:
    count, last = session.execute(
        select(func.count(), func.max(col(SignInFailure.at))).where(
            col(SignInFailure.key) == key, col(SignInFailure.at) > since
        )
    ).one()
    return count, last


def _locked_sentence(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    delay = plural(minutes, "minute") if minutes < 60 else plural(-(-minutes // 60), "heure")
    return f"Trop d’essais. Par sécurité, attendez {delay} avant de réessayer."
