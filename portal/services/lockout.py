"""Refusing a try on an account: it is counted, and its owner is told when it locks."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.domain.letters import Letter
from portal.models.accounts import Account
from portal.services.alerts import alert
from portal.services.ports import Cipher
from portal.services.tries import NO_WAIT, count_failure, in_words, network_key


def refuse_try(
    session: Session,
    *,
    cipher: Cipher,
    now: datetime,
    account: Account | None,
    key: str,
    network: str,
) -> timedelta:
    """Count a wrong try under ``key`` and the network address; return the wait it causes, if any.

    ``account``: whose it was, if anybody's; told once for each time it locks.
    """
    count_failure(session, now=now, key=network_key(network))
    wait = count_failure(session, now=now, key=key)
    if wait > NO_WAIT and account is not None and not account.is_demo:
        delay = in_words(wait)
        alert(
            session,
            cipher=cipher,
            now=now,
            account=account,
            key=f"failed_tries:{account.id}:{now.isoformat()}",
            letter=Letter.FAILED_TRIES,
            title="Essais de connexion refusés",
            body=f"Plusieurs essais ont échoué\u00a0: la connexion est bloquée {delay}.",
            values={"when": now.isoformat(), "minutes": str(-(-int(wait.total_seconds()) // 60))},
        )
    return wait
