"""Whether members are happy with an answer or a call: asked once, of whom it was for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.surveys import (
    LONGEST_COMMENT,
    SCORES,
    About,
    SurveyKind,
    is_changeable,
    read_about,
)
from portal.domain.text import storable
from portal.models.bookings import Booking
from portal.models.messages import Conversation
from portal.models.surveys import SurveyAnswer
from portal.services import audit
from portal.services.rights import require_member
from portal.services.turns import one_at_a_time

_MISSING = "Nous ne trouvons pas cette demande, ou elle n’est pas à votre nom."
_TOO_EARLY = "Vous pourrez donner votre avis une fois votre demande traitée."
_TOO_LATE = "Vous avez déjà donné votre avis. Merci\u00a0!"
_OVER = {SurveyKind.CONVERSATION: ("answered", "closed"), SurveyKind.BOOKING: ("done",)}


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """What was answered. ``score``: 1 to 5; ``solved``: whether the matter is settled, if said."""

    about: str
    score: int
    solved: bool | None
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """What a page needs. ``given``: the answer so far; ``is_open``: one may (still) be given."""

    given: SurveyLine | None
    is_open: bool


def answer_survey(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    about: str,
    score: int,
    solved: bool | None,
    comment: str,
) -> SurveyLine:
    """Keep what the member says of ``conversation:12`` or ``booking:5``.

    Saying it again within a day replaces it: one answer for each. Raises ``NotFound`` for what is
    not the member's, ``NotAllowed`` before it is over or after that day, ``InvalidInput``.
    """
    member = require_member(actor)
    item = _own(session, member, about)
    if not _is_over(session, item):
        raise NotAllowed(_TOO_EARLY)
    if score not in SCORES:
        raise InvalidInput("score", "Choisissez une réponse à la première question.")
    comment = storable(comment).strip()
    if len(comment) > LONGEST_COMMENT:
        raise InvalidInput(
            "comment", f"Votre commentaire ne peut pas dépasser {LONGEST_COMMENT} caractères."
        )
    one_at_a_time(session, f"survey:{item}")
    row = _row(session, str(item))
    if row is None:
        row = SurveyAnswer(
            about=str(item), kind=item.kind, account_id=member.account_id, score=score, at=now
        )
        session.add(row)
    elif not is_changeable(row.at, now):
        raise NotAllowed(_TOO_LATE)
    row.score, row.solved, row.comment = score, solved, comment
    session.flush()
    audit.record(session, "survey.answered", at=now, account_id=member.account_id, about=str(item))
    return _line(row)


def survey_of(session: Session, about: str) -> SurveyLine | None:
    """What was answered about an item, if anything: for a service that has checked the rights."""
    row = _row(session, about)
    return _line(row) if row else None


def read_survey(*, session: Session, actor: Actor, now: datetime, about: str) -> OpenSurvey:
    """Whether the member may say something about an item, and what they said.

    Raises ``NotFound`` for what is not theirs.
    """
    item = _own(session, require_member(actor), about)
    given = survey_of(session, str(item))
    may = _is_over(session, item) and (given is None or is_changeable(given.at, now))
    return OpenSurvey(given, may)


def _own(session: Session, member: MemberActor, about: str) -> About:
    item = read_about(about)
    if item is None:
        raise NotFound(_MISSING)
    table = _TABLES[item.kind]
    owner = session.scalar(select(col(table.member_id)).where(col(table.id) == item.id))
    if owner != member.member_id:
        raise NotFound(_MISSING)
    return item


def _is_over(session: Session, item: About) -> bool:
    table = _TABLES[item.kind]
    status = session.scalar(select(col(table.status)).where(col(table.id) == item.id))
    return status in _OVER[item.kind]


_TABLES: dict[SurveyKind, type[Conversation] | type[Booking]] = {
    SurveyKind.CONVERSATION: Conversation,
    SurveyKind.BOOKING: Booking,
}


def _row(session: Session, about: str) -> SurveyAnswer | None:
    return session.scalar(select(SurveyAnswer).where(col(SurveyAnswer.about) == about))


def _line(row: SurveyAnswer) -> SurveyLine:
    return SurveyLine(row.about, row.score, row.solved, row.comment, row.at)
