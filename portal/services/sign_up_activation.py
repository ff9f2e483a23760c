"""The end of a sign-up: a code proves the phone or the address, and the account is made.

When there is an account already, the page goes on as if a code had been sent: only the owner of
that account learns of it, by e-mail.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.domain.errors import NotAllowed
from portal.domain.letters import Letter
from portal.domain.links import CONFIRM_PATH, LINK_LIFE, LinkPurpose
from portal.domain.notifications import Channel
from portal.domain.sign_up import CODES_A_DAY, Answers, Step
from portal.models.accounts import Account
from portal.models.members import Member
from portal.models.sign_up import SignUp
from portal.services import audit
from portal.services.accounts import canonical_email
from portal.services.codes import check_code, feign_code, seconds_before_resend, send_code
from portal.services.links import make_link, use_link
from portal.services.outbox import post
from portal.services.ports import Cipher
from portal.services.quotas import Quota, spend
from portal.services.secrets import digest
from portal.services.sign_up_matching import accounts_in_the_way
from portal.services.sign_up_rows import Progress, answers_of, hold_row, keep, progress_of
from portal.services.turns import one_at_a_time

_CODES = Quota("sign_up_codes", CODES_A_DAY, timedelta(hours=24))
# Whoever changes browsers could otherwise have any phone ring all day.
_CODES_TO = Quota("sign_up_to", 2 * CODES_A_DAY, timedelta(hours=24))
_NO_CODE_LEFT = (
    "Vous avez demandé plusieurs codes. Vérifiez vos messages indésirables, ou demandez à être "
    "rappelé."
)
_TAKEN = (
    "Un compte vient d’être créé avec ces informations. Connectez-vous, ou demandez un nouveau mot "
    "de passe."
)


def send_activation(session: Session, *, now: datetime, cipher: Cipher, row: SignUp) -> str:
    """Send the code, or seem to; return why not, or ""."""
    answers = answers_of(row, cipher)
    channel, to = _target(answers)
    subject = _subject(cipher, row, to)
    if seconds_before_resend(session, now=now, subject=subject):
        return ""
    for quota, who in ((_CODES, str(row.id)), (_CODES_TO, to)):
        if not spend(session, now=now, quota=quota, who=who):
            return _NO_CODE_LEFT
    if row.member_id is None:
        return feign_code(session, now=now, subject=subject, channel=channel)
    return send_code(
        session,
        cipher=cipher,
        now=now,
        subject=subject,
        channel=channel,
        to=to,
        letter=Letter.ACTIVATION_CODE,
    )


def send_again(
    *, session: Session, now: datetime, cipher: Cipher, browser: str, by_email: bool
) -> Progress:
    """Send another code; ``by_email``: to the address rather than to the phone."""
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step != Step.CODE:
        return progress_of(row, cipher)
    answers = answers_of(row, cipher)
    keep(row, cipher, replace(answers, email_only=by_email or answers.email_only), Step.CODE)
    refusal = send_activation(session, now=now, cipher=cipher, row=row)
    return _at_the_code(session, now, cipher, row, refusal)


def activate(
    *, session: Session, now: datetime, cipher: Cipher, browser: str, code: str
) -> Progress:
    """Last step: with the right code, make the account; the same code sent twice makes one."""
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step != Step.CODE:
        return progress_of(row, cipher)
    answers = answers_of(row, cipher)
    channel, to = _target(answers)
    # Without a member there is no right code, not even one sent before the answers changed.
    typed = code if row.member_id is not None else ""
    refusal = check_code(
        session, cipher=cipher, now=now, subject=_subject(cipher, row, to), typed=typed
    )
    if not refusal:
        refusal = _make_account(session, now, cipher, row, answers, channel)
    return _at_the_code(session, now, cipher, row, refusal)


def confirm_email(*, session: Session, now: datetime, token: str) -> None:
    """Note that an address is its owner's. Raises ``LinkRefused``."""
    account = use_link(session, now=now, purpose=LinkPurpose.CONFIRM_EMAIL, token=token)
    account.email_confirmed_at = now
    audit.record(session, "account.email_confirmed", at=now, account_id=account.id)


def seconds_to_wait(session: Session, *, now: datetime, cipher: Cipher, row: SignUp | None) -> int:
    """How long one waits before asking for another code."""
    if row is None or row.step != Step.CODE:
        return 0
    _, to = _target(answers_of(row, cipher))
    return seconds_before_resend(session, now=now, subject=_subject(cipher, row, to))


def _at_the_code(
    session: Session, now: datetime, cipher: Cipher, row: SignUp, refusal: str
) -> Progress:
    wait = seconds_to_wait(session, now=now, cipher=cipher, row=row)
    return progress_of(row, cipher, wait=wait, faults={"code": refusal} if refusal else {})


def _make_account(
    session: Session,
    now: datetime,
    cipher: Cipher,
    row: SignUp,
    answers: Answers,
    channel: Channel,
) -> str:
    one_at_a_time(session, f"member_account:{row.member_id}")
    one_at_a_time(session, f"email:{answers.email}")
    member = session.get(Member, row.member_id)
    if member is None:
        raise NotAllowed(_TAKEN)
    if accounts_in_the_way(session, member=member, email=answers.email):
        return _TAKEN
    account = Account(
        member_id=member.id,
        email=answers.email,
        email_confirmed_at=now if channel is Channel.EMAIL else None,
        phone=answers.phone if channel is Channel.SMS else None,
        password_hash=answers.password_hash,
        password_changed_at=now,
        created_at=now,
    )
    session.add(account)
    session.flush()
    _write_to(session, now, cipher, account, member)
    audit.record(session, "account.signed_up", at=now, account_id=account.id, terms="accepted")
    # The account has it all now: of what was typed, only how to greet its owner is kept.
    keep(row, cipher, Answers(first_name=member.first_name, email=account.email), Step.DONE)
    return ""


def _write_to(
    session: Session, now: datetime, cipher: Cipher, account: Account, member: Member
) -> None:
    """Welcome the member, also where the insurer wrote until now; have the address confirmed."""
    addresses = dict.fromkeys((account.email, canonical_email(member.email or account.email)))
    for place, address in enumerate(addresses):
        post(
            session,
            cipher=cipher,
            now=now,
            key=f"welcome:{account.id}:{place}",
            channel=Channel.EMAIL,
            to=address,
            letter=Letter.WELCOME,
            account_id=account.id,
            values={"first_name": member.first_name},
        )
    if account.email_confirmed_at is not None:
        return
    token = make_link(session, now=now, purpose=LinkPurpose.CONFIRM_EMAIL, account=account)
    post(
        session,
        cipher=cipher,
        now=now,
        key=f"confirm:{digest(token)}",
        channel=Channel.EMAIL,
        to=account.email,
        letter=Letter.CONFIRM_EMAIL,
        account_id=account.id,
        values={
            "first_name": member.first_name,
            "link": f"{CONFIRM_PATH}?jeton={token}",
            "hours": str(int(LINK_LIFE.total_seconds()) // 3600),
        },
    )


def _target(answers: Answers) -> tuple[Channel, str]:
    if answers.phone and not answers.email_only:
        return Channel.SMS, answers.phone
    return Channel.EMAIL, answers.email


def _subject(cipher: Cipher, row: SignUp, to: str) -> str:
    """What a code proves: this phone or address, in this sign-up, and no other."""
    return f"sign_up:{row.id}:{cipher.fingerprint(to)[:16]}"
