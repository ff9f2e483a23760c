"""Wrong tries, at a password or at something short such as a code: counted, then made to wait.

A refusal has to be counted, so it is returned, not raised: raising would undo the count. Counts
are rows: they outlive a restart and are shared by all the server's processes.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from portal.domain.french import plural
from portal.domain.networks import household
from portal.domain.sessions import (
    ADDRESS_COUNTED_FOR,
    COUNTED_FOR,
    TRIES_PER_ADDRESS,
    wait_after,
)
from portal.models.accounts import SignInFailure

NO_WAIT = timedelta(0)


def account_key(email: str) -> str:
    """What wrong passwords of an e-mail, in its canonical spelling, are counted under."""
    return _digest_key("account", email)


def network_key(network: str) -> str:
    """What wrong tries from a network address are counted under."""
    return _digest_key("network", household(network))


def second_step_key(account_id: int) -> str:
    """What wrong codes of an account are counted under: a right password does not forget them."""
    return f"second_step:{account_id}"


def wait_of(session: Session, *, now: datetime, key: str) -> timedelta:
    """What is left to wait before the next try under ``key`` is looked at; zero or less: none."""
    count, last = _failures(session, key, now - COUNTED_FOR)
    return last + wait_after(count) - now if last is not None else NO_WAIT


def network_wait(session: Session, *, now: datetime, key: str) -> timedelta:
    """The same for a network address, which many people may share."""
    count, last = _failures(session, key, now - ADDRESS_COUNTED_FOR)
    if last is None or count < TRIES_PER_ADDRESS:
        return NO_WAIT
    return last + ADDRESS_COUNTED_FOR - now


def must_wait(session: Session, *, now: datetime, key: str) -> str:
    """Return what to say to somebody who failed too often under ``key``, or ""."""
    wait = wait_of(session, now=now, key=key)
    return locked_sentence(wait) if wait > NO_WAIT else ""


def count_failure(session: Session, *, now: datetime, key: str) -> timedelta:
    """Note one wrong try under ``key``; return how long the next one has to wait."""
    session.add(SignInFailure(key=key, at=now))
    session.flush()
    return wait_of(session, now=now, key=key)


def forget_failures(session: Session, *, key: str) -> None:
    """Start counting anew: somebody was right."""
    session.execute(delete(SignInFailure).where(col(SignInFailure.key) == key))


def locked_sentence(wait: timedelta) -> str:
    """How long one has to wait."""
    return f"Trop d’essais. Par sécurité, attendez {in_words(wait)} avant de réessayer."


def in_words(wait: timedelta) -> str:
    """A wait as people say it: "5 minutes", "2 heures"."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return plural(minutes, "minute") if minutes < 60 else plural(-(-minutes // 60), "heure")


def _digest_key(kind: str, value: str) -> str:
    return f"{kind}:{sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _failures(session: Session, key: str, since: datetime) -> tuple[int, datetime | None]:
    count, last = session.execute(
        select(func.count(), func.max(col(SignInFailure.at))).where(
            col(SignInFailure.key) == key, col(SignInFailure.at) > since
        )
    ).one()
    return count, last
