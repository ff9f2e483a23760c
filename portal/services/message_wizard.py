"""A member writes a new message: their choices in the tree and their text, kept as a draft.

Sending it is ``message_sending``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.files_held import of_draft, removed_from
from portal.domain.message_tree import MessageTree
from portal.domain.message_wizard import PLACE, Writing
from portal.models.claims import Claim
from portal.models.messages import MessageDraft
from portal.services.drafts import Draft, discard_draft, new_stamp, read_draft, save_draft
from portal.services.files import FileLine, files_of, forget_files, move_files
from portal.services.message_sending import sent_already
from portal.services.rights import require_member
from portal.services.text_length import checked_body
from portal.services.turns import one_at_a_time

_LARGEST_ID = 2**31 - 1
_NO_CLAIM = (
    "Nous ne trouvons pas ce remboursement. Vous pouvez écrire quand même\u00a0: "
    "dites de quels soins il s’agit."
)
_ANOTHER_BEGUN = "Vous avez commencé un autre message entre-temps\u00a0: il est conservé."


@dataclass(frozen=True, slots=True)
class AboutClaim:
    """The reimbursement line that a message is about."""

    id: int
    act_label: str
    care_date: date


@dataclass(frozen=True, slots=True)
class InProgress:
    """A new message that waits to be finished, and when it was last changed."""

    writing: Writing
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Wizard:
    """What the page of a new message opens with.

    ``begun_at``: when the draft was last changed, if there is one. ``is_other``: a draft is there
    and the address asks for another message: one of the two has to be chosen. ``problem``: what the
    address asks for and cannot have, in words. ``can_be_sent``: whether the text is.
    """

    writing: Writing
    about: AboutClaim | None = None
    files: tuple[FileLine, ...] = ()
    can_be_sent: bool = False
    begun_at: datetime | None = None
    is_other: bool = False
    problem: str = ""


def open_wizard(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    tree: MessageTree,
    motive: str = "",
    claim_id: int = 0,
    anew: bool = False,
) -> Wizard:
    """Resume the member's draft, or begin one about a motive or a reimbursement line.

    ``anew``: begin it in place of the draft that is there.
    """
    member = require_member(actor)
    about = _claim(session, member, claim_id)
    draft = read_draft(session, actor=actor, place=PLACE)
    wished = _wished(tree, motive, about)
    problem = _NO_CLAIM if claim_id and about is None else ""
    begun = draft if draft and not _is_empty(session, member, draft) else None
    if begun and not anew:
        kept = _writing(begun)
        is_other = wished is not None and not _goes_on(kept, wished)
        about = _claim(session, member, kept.claim_id)
        return Wizard(
            writing=kept,
            about=about,
            files=_files(session, member),
            can_be_sent=_can_be_sent(kept.body),
            begun_at=begun.updated_at,
            is_other=is_other,
            problem=problem,
        )
    if begun:
        abandon(session=session, actor=actor, now=now)
    if wished is None:
        return Wizard(Writing(new_stamp()), problem=problem)
    stored = save_draft(session, actor=actor, now=now, place=PLACE, body="", choices=wished.choices)
    return Wizard(_writing(stored), about, problem=problem)


def keep(*, session: Session, actor: Actor, now: datetime, writing: Writing) -> Writing:
    """Keep what the member has chosen and typed so far; the latest to come wins.

    Returns it with the stamp of its draft, which is new when the message had been sent meanwhile.
    """
    member = require_member(actor)
    one_at_a_time(session, f"draft:{member.account_id}:{PLACE}")
    stamp = new_stamp() if sent_already(session, member, writing.stamp) else writing.stamp
    draft = save_draft(
        session,
        actor=actor,
        now=now,
        place=PLACE,
        body=writing.body,
        choices=writing.choices,
        stamp=stamp,
    )
    return _writing(draft)


def as_kept(*, session: Session, actor: Actor) -> Writing | None:
    """The draft as it is now, whoever changed it last."""
    require_member(actor)
    draft = read_draft(session, actor=actor, place=PLACE)
    return None if draft is None else _writing(draft)


def message_in_progress(*, session: Session, actor: Actor) -> InProgress | None:
    """The new message that the member has begun and not sent, if any. A single statement."""
    row = session.execute(
        select(
            col(MessageDraft.stamp),
            col(MessageDraft.choices),
            col(MessageDraft.body),
            col(MessageDraft.updated_at),
        ).where(
            col(MessageDraft.account_id) == require_member(actor).account_id,
            col(MessageDraft.place) == PLACE,
        )
    ).first()
    if row is None:
        return None
    writing = Writing(row.stamp, body=row.body, **_choices(json.loads(row.choices)))
    return InProgress(writing, row.updated_at) if writing.is_begun else None


def abandon(*, session: Session, actor: Actor, now: datetime) -> Writing | None:
    """Forget the draft; what it was can be given to ``restore`` while its files are kept, a day."""
    member = require_member(actor)
    draft = read_draft(session, actor=actor, place=PLACE)
    _move(session, member, to=_set_aside(member), of=of_draft(member.account_id, PLACE))
    discard_draft(session, actor=actor, now=now, place=PLACE)
    return None if draft is None else _writing(draft)


def restore(*, session: Session, actor: Actor, now: datetime, writing: Writing) -> Writing:
    """Undo ``abandon``. Raises ``NotAllowed`` when another message was written meanwhile."""
    member = require_member(actor)
    draft = read_draft(session, actor=actor, place=PLACE)
    if draft is not None and (draft.body.strip() or _files(session, member)):
        raise NotAllowed(_ANOTHER_BEGUN)
    kept = keep(session=session, actor=actor, now=now, writing=writing)
    _move(session, member, to=of_draft(member.account_id, PLACE), of=_set_aside(member))
    return kept


def _move(session: Session, member: MemberActor, *, to: str, of: str) -> None:
    forget_files(session, to)
    move_files(session, from_holder=of, to_holder=to, member_id=member.member_id)


def _set_aside(member: MemberActor) -> str:
    """Holder of the files of a message given up: forgotten after a day, like files taken back."""
    return removed_from(member.account_id, f"{PLACE}-set-aside")


def _wished(tree: MessageTree, motive: str, about: AboutClaim | None) -> Writing | None:
    """What the address asks for."""
    way = tree.way_to(motive) or (tree.way_to_claims() if about else None)
    if way is None:
        return None
    return Writing(
        stamp="",
        profile=way.profile,
        theme=way.theme.id if way.theme else "",
        subject=way.subject.id if way.subject else "",
        motive=way.motive.id if way.motive else "",
        claim_id=about.id if about else 0,
    )


def _goes_on(kept: Writing, wished: Writing) -> bool:
    """Whether a draft is already about what the address asks for."""
    same_motive = not wished.motive or kept.motive == wished.motive
    return same_motive and kept.claim_id == wished.claim_id


def _is_empty(session: Session, member: MemberActor, draft: Draft) -> bool:
    return not _writing(draft).is_begun and not _files(session, member)


def _files(session: Session, member: MemberActor) -> tuple[FileLine, ...]:
    holder = of_draft(member.account_id, PLACE)
    return tuple(files_of(session, [holder]).get(holder, []))


def _can_be_sent(body: str) -> bool:
    try:
        checked_body(body)
    except InvalidInput:
        return False
    return True


def _writing(draft: Draft) -> Writing:
    return Writing(draft.stamp, body=draft.body, **_choices(draft.choices))


def _choices(kept: Mapping[str, Any]) -> dict[str, Any]:
    names = ("profile", "theme", "subject", "motive")
    chosen = {name: str(kept.get(name) or "") for name in names}
    return {**chosen, "claim_id": int(kept.get("claim") or 0)}


def _claim(session: Session, member: MemberActor, claim_id: int) -> AboutClaim | None:
    if not 0 < claim_id <= _LARGEST_ID:
        return None
    row = session.get(Claim, claim_id)
    if row is None or row.id is None or row.member_id != member.member_id:
        return None
    return AboutClaim(row.id, row.act_label, row.care_date)
