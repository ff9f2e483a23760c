"""Asking again who is there, before something sensitive: the session begins anew, proved just now.

A wrong try has to be counted, so its refusal is returned, not raised: raising would undo the count.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal.domain.actors import AccountActor
from portal.domain.errors import NotAllowed
from portal.models.accounts import Account
from portal.models.sessions import UserSession
from portal.services import audit
from portal.services.demo import is_demo
from portal.services.lockout import refuse_try
from portal.services.passkeys import RelyingParty, check_passkey, has_passkey, request_options
from portal.services.passwords import LONGEST, normal_password, verify_password
from portal.services.ports import Cipher
from portal.services.rights import require_account
from portal.services.sessions import issue_ticket
from portal.services.totp import check_totp, has_totp
from portal.services.tries import (
    NO_WAIT,
    account_key,
    forget_failures,
    locked_sentence,
    second_step_key,
    wait_of,
)
from portal.services.turns import one_at_a_time

_WRONG_PASSWORD = "Ce mot de passe n’est pas le bon. Vérifiez-le, puis réessayez."  # noqa: S105
_WRONG_PASSKEY = "Cette clé d’accès n’est pas l’une des vôtres. Choisissez un autre moyen."
_OVER = "Votre session est terminée. Reconnectez-vous pour continuer."


@dataclass(frozen=True, slots=True)
class Proofs:
    """How the signed-in person may prove who they are. ``demo``: by saying so."""

    is_staff: bool
    totp: bool
    passkey: bool
    demo: bool


@dataclass(frozen=True, slots=True)
class ProofAnswer:
    """A ticket that takes the place of the present session, or the refusal to show."""

    ticket: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Prover:
    """Who proves it, in which browser, from where; ``device`` is for the audit log."""

    actor: AccountActor
    browser: str
    network: str = ""
    device: str = ""


def ways_to_prove(*, session: Session, actor: AccountActor) -> Proofs:
    """What the page offers beside the password."""
    account = _account(session, actor)
    account_id = actor.account_id
    return Proofs(
        is_staff=account.role is not None,
        totp=has_totp(session, account_id),
        passkey=has_passkey(session, account_id),
        demo=account.is_demo and is_demo(session=session),
    )


def prove_by_password(
    *, session: Session, cipher: Cipher, now: datetime, who: Prover, password: str
) -> ProofAnswer:
    """Check the password; wrong ones count with those of the sign-in page."""
    account = _account(session, who.actor)
    key = account_key(account.email)
    if refusal := _locked(session, now, who, key):
        return ProofAnswer(refusal=refusal)
    typed = normal_password(password)
    usable = len(typed) <= LONGEST and not account.must_change_password
    if not verify_password(typed, account.password_hash if usable else None):
        return _refused(session, cipher, now, account, who, key, _WRONG_PASSWORD)
    return _proved(session, now, who, key, "password")


def prove_by_totp(
    *, session: Session, cipher: Cipher, now: datetime, who: Prover, typed: str
) -> ProofAnswer:
    """Check a code of the authenticator application."""
    account = _account(session, who.actor)
    key = second_step_key(who.actor.account_id)
    if refusal := _locked(session, now, who, key):
        return ProofAnswer(refusal=refusal)
    wrong = check_totp(
        session=session, cipher=cipher, now=now, account_id=who.actor.account_id, typed=typed
    )
    if wrong:
        return _refused(session, cipher, now, account, who, key, wrong)
    return _proved(session, now, who, key, "totp")


def ask_proof_passkey(*, session: Session, now: datetime, who: Prover, party: RelyingParty) -> str:
    """What the browser gives to one of the account's passkeys."""
    return request_options(
        session=session,
        now=now,
        party=party,
        browser=who.browser,
        purpose="proof",
        account_id=require_account(who.actor).account_id,
    )


def prove_by_passkey(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    who: Prover,
    party: RelyingParty,
    response: str,
) -> ProofAnswer:
    """Check what a passkey answered."""
    account = _account(session, who.actor)
    key = second_step_key(who.actor.account_id)
    if refusal := _locked(session, now, who, key):
        return ProofAnswer(refusal=refusal)
    answer = check_passkey(
        session=session,
        now=now,
        party=party,
        browser=who.browser,
        purpose="proof",
        response=response,
        account_id=who.actor.account_id,
    )
    if answer.refusal or answer.account_id != who.actor.account_id:
        refusal = answer.refusal or _WRONG_PASSKEY
        return _refused(session, cipher, now, account, who, key, refusal)
    return _proved(session, now, who, key, "passkey")


def prove_in_demonstration(*, session: Session, now: datetime, who: Prover) -> ProofAnswer:
    """Take the word of a demonstration member, whose password nobody knows.

    Raises ``NotAllowed`` for any other account.
    """
    if not _account(session, who.actor).is_demo or not is_demo(session=session):
        raise NotAllowed("Ce compte demande un mot de passe.")
    return _proved(session, now, who, second_step_key(who.actor.account_id), "demo")


def _account(session: Session, actor: AccountActor) -> Account:
    account = session.get(Account, require_account(actor).account_id)
    if account is None or account.disabled_at is not None:
        raise NotAllowed(_OVER)
    return account


def _locked(session: Session, now: datetime, who: Prover, key: str) -> str:
    one_at_a_time(session, key)
    wait = wait_of(session, now=now, key=key)
    if wait <= NO_WAIT:
        return ""
    _record(session, now, who, "proof.locked")
    return locked_sentence(wait)


def _refused(
    session: Session,
    cipher: Cipher,
    now: datetime,
    account: Account,
    who: Prover,
    key: str,
    refusal: str,
) -> ProofAnswer:
    _record(session, now, who, "proof.refused")
    wait = refuse_try(
        session, cipher=cipher, now=now, account=account, key=key, network=who.network
    )
    return ProofAnswer(refusal=locked_sentence(wait) if wait > NO_WAIT else refusal)


def _proved(session: Session, now: datetime, who: Prover, key: str, method: str) -> ProofAnswer:
    """Return a ticket for the same account that ends when the present session would have."""
    present = session.get(UserSession, who.actor.session_id)
    own = present is not None and present.account_id == who.actor.account_id
    if present is None or not own or present.ended_at is not None or present.expires_at <= now:
        raise NotAllowed(_OVER)
    forget_failures(session, key=key)
    _record(session, now, who, "proof.accepted", method=method)
    return ProofAnswer(
        ticket=issue_ticket(
            session,
            now=now,
            account_id=who.actor.account_id,
            browser=who.browser,
            session_expires_at=present.expires_at,
        )
    )


def _record(session: Session, now: datetime, who: Prover, act: str, **details: str) -> None:
    audit.record(
        session,
        act,
        at=now,
        account_id=who.actor.account_id,
        network=who.network,
        device=who.device,
        **details,
    )
