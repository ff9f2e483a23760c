"""A forgotten password: a link by e-mail, then a new password.

Whether an address has an account shows neither in the words nor in the time taken: something is
posted either way. What is asked for too often is dropped in silence.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.errors import InvalidInput, LinkRefused
from portal.domain.letters import Letter
from portal.domain.links import LINK_LIFE, RESET_PATH, LinkPurpose
from portal.domain.networks import household
from portal.domain.notifications import Channel
from portal.models.accounts import Account
from portal.services import audit
from portal.services.accounts import checked_email, personal_details_of, set_password
from portal.services.links import look_at_link, make_link, use_link, void_links
from portal.services.outbox import post
from portal.services.password_rules import check_new_password
from portal.services.ports import Cipher
from portal.services.quotas import Quota, spend
from portal.services.secrets import digest
from portal.services.sessions import end_sessions_of
from portal.services.tries import account_key, forget_failures
from portal.services.turns import one_at_a_time

_PER_ADDRESS = Quota("reset_address", 3, timedelta(hours=1))
_PER_NETWORK = Quota("reset_network", 20, timedelta(hours=1))
_NOBODY = 0


def ask_reset(
    *, session: Session, now: datetime, today: date, cipher: Cipher, email: str, network: str
) -> None:
    """Write to an address: a link for its account, or once a day that there is none.

    Raises ``InvalidInput`` for what is no address at all.
    """
    address = checked_email(email)
    allowed = spend(session, now=now, quota=_PER_NETWORK, who=household(network))
    if not (allowed and spend(session, now=now, quota=_PER_ADDRESS, who=address)):
        audit.record(session, "password.reset_dropped", at=now, network=network)
        return
    account = session.scalar(select(Account).where(col(Account.email) == address))
    if account is None or account.disabled_at is not None or account.is_demo:
        # The same statements as below, about nobody: the time taken tells nothing.
        void_links(session, now=now, account_id=_NOBODY, purpose=LinkPurpose.RESET_PASSWORD)
        _post(session, cipher, now, f"{cipher.fingerprint(address)[:32]}:{today}", address)
        audit.record(session, "password.reset_unknown", at=now, network=network)
        return
    token = make_link(session, now=now, purpose=LinkPurpose.RESET_PASSWORD, account=account)
    _post(session, cipher, now, digest(token), address, account, token)
    audit.record(session, "password.reset_asked", at=now, account_id=account.id, network=network)


def look_at_reset(*, session: Session, now: datetime, token: str) -> None:
    """Check that a link may still be used. Raises ``LinkRefused``."""
    _only_for_people(
        look_at_link(session, now=now, purpose=LinkPurpose.RESET_PASSWORD, token=token)
    )


def reset_password(
    *,
    session: Session,
    now: datetime,
    cipher: Cipher,
    token: str,
    password: str,
    insurer: str,
) -> None:
    """Use a link to change a password, and close all that the old one had opened.

    It signs nobody in: the next sign-in asks for its second step. Raises ``LinkRefused``, and
    ``InvalidInput`` when the password breaks the rules, which leaves the link good.
    """
    purpose = LinkPurpose.RESET_PASSWORD
    account = look_at_link(session, now=now, purpose=purpose, token=token)
    _only_for_people(account)
    # A sign-in with the old password, checked at this very moment, is waited for, then voided.
    one_at_a_time(session, account_key(account.email))
    personal = personal_details_of(session, account=account, insurer=insurer)
    if refusal := check_new_password(password, personal=personal):
        raise InvalidInput("password", refusal)
    account = use_link(session, now=now, purpose=purpose, token=token)
    assert account.id is not None  # noqa: S101 - a stored account
    set_password(session, cipher=cipher, now=now, account=account, password=password)
    # The link came to this address: it is its owner's, and proves nothing more when they sign in.
    account.password_from_link = True
    account.email_confirmed_at = account.email_confirmed_at or now
    end_sessions_of(session, account_id=account.id, now=now, reason="password")
    forget_failures(session, key=account_key(account.email))
    audit.record(session, "password.reset", at=now, account_id=account.id)


def what_is_personal(*, session: Session, now: datetime, token: str, insurer: str) -> list[str]:
    """What the new password may not contain. Raises ``LinkRefused``."""
    account = look_at_link(session, now=now, purpose=LinkPurpose.RESET_PASSWORD, token=token)
    return personal_details_of(session, account=account, insurer=insurer)


def _only_for_people(account: Account) -> None:
    if account.is_demo:
        raise LinkRefused("Les comptes de démonstration n’ont pas de mot de passe.")


def _post(
    session: Session,
    cipher: Cipher,
    now: datetime,
    key: str,
    address: str,
    account: Account | None = None,
    token: str = "",
) -> None:
    values = {
        "link": f"{RESET_PATH}?jeton={token}",
        "hours": str(int(LINK_LIFE.total_seconds()) // 3600),
    }
    post(
        session,
        cipher=cipher,
        now=now,
        key=f"reset:{key}" if account else f"no_account:{key}",
        channel=Channel.EMAIL,
        to=address,
        letter=Letter.RESET_PASSWORD if account else Letter.NO_ACCOUNT,
        account_id=account.id if account else None,
        values=values if account else {},
    )
