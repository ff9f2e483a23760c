"""Deleting an online account: every personal trace of it goes, the insurer's own records stay."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.models.accounts import Account, SignInFailure
from portal.models.bookings import Booking
from portal.models.codes import EmailLink, OneTimeCode
from portal.models.factors import Passkey, PasskeyChallenge, RecoveryCode, TotpFactor
from portal.models.files import StoredFile
from portal.models.messages import MessageDraft
from portal.models.notifications import Notification, NotificationChoice, QuietHours
from portal.models.outbox import OutboxMessage
from portal.models.sessions import Device, PendingSignIn, SignInTicket, UserSession
from portal.models.sign_up import SignUp
from portal.models.support import SupportRequest
from portal.models.surveys import SurveyAnswer
from portal.services import audit
from portal.services.files import forget_drafts
from portal.services.outbox import post
from portal.services.ports import Cipher
from portal.services.rights import require_member
from portal.services.sessions import end_sessions_of
from portal.services.tries import account_key

WORD = "SUPPRIMER"

# Every table with an account in it is in one of these three: a test walks them all.
DELETED = (
    TotpFactor,
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    EmailLink,
    UserSession,
    PendingSignIn,
    SignInTicket,
    Device,
    Notification,
    NotificationChoice,
    QuietHours,
    OutboxMessage,
    MessageDraft,
)
# Somebody waits for an answer, or the insurer must keep it: it stays, without the account.
DETACHED = (SupportRequest, Booking, StoredFile, SurveyAnswer)
KEPT = ("audit_entry",)  # acts and numbers, no names: nothing in it may be changed


def delete_account(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    cipher: Cipher,
    typed: str,
) -> None:
    """Delete the actor's own account, all at once, and write a goodbye to its address.

    Its open pages are told at once. Raises ``InvalidInput`` unless ``typed`` is the word that
    confirms, ``NotAllowed`` for a demonstration account, ``NotFound`` when it is gone already.
    """
    member = require_member(actor)
    if typed.strip().upper() != WORD:
        raise InvalidInput("confirmation", f"Pour confirmer, écrivez le mot {WORD}.")
    account = _held(session, member)
    if account.is_demo:
        raise NotAllowed("Ce compte sert à la démonstration\u00a0: il ne peut pas être supprimé.")
    end_sessions_of(session, account_id=member.account_id, now=now, reason="account_deleted")
    session.flush()
    _delete_traces(session, member, account.email)
    post(
        session,
        cipher=cipher,
        now=now,
        key=f"account_deleted:{member.account_id}:{now.isoformat()}",
        channel=Channel.EMAIL,
        to=account.email,
        letter=Letter.ACCOUNT_DELETED,
        values={"when": now.isoformat()},
    )
    audit.record(
        session,
        "account.deleted",
        at=now,
        account_id=member.account_id,
        member_id=member.member_id,
    )
    session.delete(account)


def _held(session: Session, member: MemberActor) -> Account:
    """The account, held until the end: of two deletions at once, the second finds none."""
    account = session.get(Account, member.account_id, with_for_update=True)
    if account is None or account.member_id != member.member_id:
        raise NotFound("Ce compte n’existe plus.")
    return account


def _delete_traces(session: Session, member: MemberActor, email: str) -> None:
    _delete_codes(session, member)
    forget_drafts(session, member.account_id)
    for table in DELETED:
        owner: Any = table.account_id
        session.execute(delete(table).where(col(owner) == member.account_id))
    for table in DETACHED:
        owner = table.account_id
        mine = update(table).where(col(owner) == member.account_id)
        session.execute(mine.values(account_id=None))
    session.execute(delete(SignUp).where(col(SignUp.member_id) == member.member_id))
    # Tries are counted under a digest of the e-mail, or a name and the account's number.
    counted = or_(
        col(SignInFailure.key) == account_key(email),
        col(SignInFailure.key).endswith(f":{member.account_id}"),
    )
    session.execute(delete(SignInFailure).where(counted))


def _delete_codes(session: Session, member: MemberActor) -> None:
    """Codes name what they prove: a sign-in or a sign-up under way, and by which way."""
    sign_ins = select(col(PendingSignIn.id)).where(
        col(PendingSignIn.account_id) == member.account_id
    )
    sign_ups = select(col(SignUp.id)).where(col(SignUp.member_id) == member.member_id)
    about = [
        *(f"sign_in:{id_}:" for id_ in session.scalars(sign_ins)),
        *(f"sign_up:{id_}:" for id_ in session.scalars(sign_ups)),
    ]
    for prefix in about:
        proves = col(OneTimeCode.subject).startswith(prefix, autoescape=True)
        session.execute(delete(OneTimeCode).where(proves))
