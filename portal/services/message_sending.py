"""A new message is sent: once, whoever presses twice, in one tab or in two."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor
from portal.domain.conversations import promised_by
from portal.domain.errors import InvalidInput, NotFound
from portal.domain.files_held import of_draft, of_message
from portal.domain.message_tree import MessageTree, Motive, Subject, Theme, Way
from portal.domain.message_wizard import PLACE, Outcome, Writing
from portal.models.messages import Conversation, Message
from portal.services.conversations import open_conversation
from portal.services.drafts import discard_draft, read_draft
from portal.services.files import FileLine, files_of
from portal.services.ports import Cipher
from portal.services.rights import require_member
from portal.services.service_offers import settle_offer
from portal.services.text_length import checked_body
from portal.services.turns import one_at_a_time

_CHOICES_GONE = (
    "Les choix proposés ont changé depuis que vous avez commencé. Choisissez de nouveau\u00a0: "
    "votre texte et vos fichiers sont conservés."
)
_SENT_OTHERWISE = (
    "Ce message est déjà parti, depuis un autre onglet ou un autre appareil, avec un texte "
    "différent. Celui-ci est conservé\u00a0: envoyez-le s’il dit autre chose."
)
_NOT_SENT = "Ce message n’existe pas."


@dataclass(frozen=True, slots=True)
class Sent:
    """The proof of a sending."""

    reference: str
    title: str
    due_at: datetime
    files: tuple[FileLine, ...]


def send(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    cipher: Cipher,
    zone: tzinfo,
    tree: MessageTree,
    writing: Writing,
) -> Sent:
    """Send the message, once, with the files of its draft. Sending it again gives the same proof.

    Raises ``InvalidInput`` for a text out of bounds (``body``), for choices that the tree no longer
    has (``motive``), and for a text (``body``) that differs from what was sent meanwhile;
    ``NotFound`` for a line of somebody else's; ``NotAllowed`` beyond the limit of a member.
    """
    member = require_member(actor)
    body = checked_body(writing.body)
    one_at_a_time(session, f"draft:{member.account_id}:{PLACE}")
    known = sent_already(session, member, writing.stamp)
    if known is not None:
        return _the_same(session, known, body, zone)
    theme, subject, motive = _chosen(writing.way(tree))
    key = _key(member, writing.stamp)
    draft = read_draft(session, actor=actor, place=PLACE)
    is_own = draft is None or draft.stamp == writing.stamp  # else: begun elsewhere meanwhile
    opened = open_conversation(
        session,
        cipher=cipher,
        zone=zone,
        now=now,
        member_id=member.member_id,
        key=key,
        profile=writing.profile,
        theme=theme.id,
        subject=subject.id,
        motive=motive.id,
        title=motive.label,
        team=motive.team.id,
        body=body,
        files_from=of_draft(member.account_id, PLACE) if is_own else "",
        claim_id=writing.claim_id or None,
    )
    settle_offer(session, stamp=writing.stamp, motive=motive.id, outcome=Outcome.WRITTEN)
    if is_own:
        discard_draft(session, actor=actor, now=now, place=PLACE)
    files = _files(session, key)
    return Sent(opened.reference, motive.label, opened.due_at, files)


def read_sent(*, session: Session, actor: Actor, zone: tzinfo, reference: str) -> Sent:
    """The proof of a sending of the member's own. Raises ``NotFound``."""
    member = require_member(actor)
    found = session.scalar(
        select(Conversation).where(
            col(Conversation.reference) == reference,
            col(Conversation.member_id) == member.member_id,
        )
    )
    if found is None:
        raise NotFound(_NOT_SENT)
    return _proof(session, found, zone)


def _chosen(way: Way) -> tuple[Theme, Subject, Motive]:
    if way.theme is None or way.subject is None or way.motive is None:
        raise InvalidInput("motive", _CHOICES_GONE)
    return way.theme, way.subject, way.motive


def _key(member: MemberActor, stamp: str) -> str:
    return f"new:{member.account_id}:{stamp}"


def sent_already(session: Session, member: MemberActor, stamp: str) -> Conversation | None:
    """What became of the message of this stamp, if it was sent."""
    key = _key(member, stamp)
    return session.scalar(select(Conversation).where(col(Conversation.key) == key))


def _the_same(session: Session, known: Conversation, body: str, zone: tzinfo) -> Sent:
    first = session.scalar(select(Message).where(col(Message.key) == f"{known.key}:first"))
    if first is None or first.body != body:
        raise InvalidInput("body", _SENT_OTHERWISE)
    return _proof(session, known, zone)


def _proof(session: Session, sent: Conversation, zone: tzinfo) -> Sent:
    due_at = promised_by(sent.created_at, zone)
    return Sent(sent.reference, sent.title, due_at, _files(session, sent.key))


def _files(session: Session, key: str) -> tuple[FileLine, ...]:
    first = session.scalar(select(col(Message.id)).where(col(Message.key) == f"{key}:first"))
    if first is None:
        return ()
    holder = of_message(first)
    return tuple(files_of(session, [holder]).get(holder, []))
