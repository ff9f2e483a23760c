"""The short survey after an answer or a call: whose it is, once, and when."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Role, StaffActor, Visitor
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.surveys import About, SurveyKind, read_about
from portal.models.audit import AuditEntry
from portal.models.bookings import Booking
from portal.models.messages import Conversation
from portal.models.surveys import SurveyAnswer
from portal.services.surveys import answer_survey, read_survey, survey_of
from portal.views.surveys import survey
from tests.cast import add_member
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS


def add_conversation(
    *, session: Session, actor: MemberActor, at: Any, status: str = "answered", key: str = "k"
) -> int:
    row = Conversation(
        reference=f"M-{key}",
        key=key,
        member_id=actor.member_id,
        profile="particulier",
        theme="t",
        subject="s",
        motive="m",
        title="Une question",
        status=status,
        team="team",
        created_at=at,
        last_message_at=at,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def add_booking(
    *, session: Session, actor: MemberActor, at: Any, status: str = "done", seat: int = 0
) -> int:
    row = Booking(
        reference=f"B-{seat}",
        key=f"b{seat}",
        kind="callback",
        medium="phone",
        reason="suivi",
        starts_at=at,
        ends_at=at + timedelta(minutes=30),
        seat=seat,
        status=status,
        member_id=actor.member_id,
        contact_sealed="x",
        phone_fingerprint="x",
        created_at=at,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def say(portal: Portal, actor: Any, about: str, **answers: Any) -> Any:
    given = {"score": 4, "solved": True, "comment": ""} | answers
    return portal.write(answer_survey, actor=actor, now=portal.clock.now(), about=about, **given)


def rows(portal: Portal) -> list[SurveyAnswer]:
    return portal.read(lambda *, session: list(session.scalars(select(SurveyAnswer))))


def test_a_member_says_what_they_think_of_an_answer_and_of_a_call(portal: Portal) -> None:
    claire, now = portal.write(add_member), portal.clock.now()
    one = portal.write(add_conversation, actor=claire, at=now)
    two = portal.write(add_booking, actor=claire, at=now)
    said = say(portal, claire, f"conversation:{one}", score=5, comment="  Très\nclair  ")
    assert (said.score, said.solved, said.comment) == (5, True, "Très\nclair")
    say(portal, claire, f"booking:{two}", score=2, solved=None)
    assert [(row.kind, row.score, row.solved) for row in rows(portal)] == [
        ("conversation", 5, True),
        ("booking", 2, None),
    ]
    in_order = select(col(AuditEntry.act)).order_by(col(AuditEntry.id))
    acts = portal.read(lambda *, session: list(session.scalars(in_order)))
    assert acts == ["survey.answered", "survey.answered"]


def test_saying_it_again_within_a_day_replaces_it_and_later_it_is_refused(
    portal: Portal, clock: ManualClock
) -> None:
    claire = portal.write(add_member)
    about = f"conversation:{portal.write(add_conversation, actor=claire, at=clock.now())}"
    say(portal, claire, about, score=1)
    clock.advance(timedelta(hours=23))
    say(portal, claire, about, score=5)
    assert [row.score for row in rows(portal)] == [5]
    clock.advance(timedelta(hours=2))
    with pytest.raises(NotAllowed, match="déjà donné"):
        say(portal, claire, about, score=2)
    found = portal.read(read_survey, actor=claire, now=clock.now(), about=about)
    assert not found.is_open
    assert survey(found).given == (
        "Satisfait de la réponse\u00a0: tout à fait. Votre demande est réglée."
    )


def test_nothing_is_asked_before_the_answer(portal: Portal) -> None:
    claire, now = portal.write(add_member), portal.clock.now()
    waiting = portal.write(add_conversation, actor=claire, at=now, status="waiting")
    booked = portal.write(add_booking, actor=claire, at=now, status="booked")
    for about in (f"conversation:{waiting}", f"booking:{booked}"):
        assert not survey(portal.read(read_survey, actor=claire, now=now, about=about)).shown
        with pytest.raises(NotAllowed):
            say(portal, claire, about)


def test_another_member_s_conversation_is_one_that_does_not_exist(portal: Portal) -> None:
    claire, hugo = portal.write(add_member), portal.write(add_member, first_name="Hugo")
    own = portal.write(add_conversation, actor=claire, at=portal.clock.now())
    with pytest.raises(NotFound) as other:
        say(portal, hugo, f"conversation:{own}")
    with pytest.raises(NotFound) as missing:
        say(portal, hugo, "conversation:999")
    assert str(other.value) == str(missing.value)
    for actor in (Visitor(), StaffActor(1, Role.ADMINISTRATOR, 1)):
        with pytest.raises(NotAllowed):
            say(portal, actor, f"conversation:{own}")
    assert rows(portal) == []


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_one_of_five(portal: Portal, score: int) -> None:
    claire = portal.write(add_member)
    own = portal.write(add_conversation, actor=claire, at=portal.clock.now())
    with pytest.raises(InvalidInput):
        say(portal, claire, f"conversation:{own}", score=score)


def test_any_comment_is_kept_as_text_or_refused_in_words(portal: Portal) -> None:
    claire = portal.write(add_member)
    about = f"conversation:{portal.write(add_conversation, actor=claire, at=portal.clock.now())}"
    for text in HOSTILE_TEXTS:
        if len(text.strip()) > 500:
            with pytest.raises(InvalidInput, match="500"):
                say(portal, claire, about, comment=text)
            continue
        said = say(portal, claire, about, comment=text)
        kept = portal.read(lambda *, session: survey_of(session, about))
        assert kept is not None
        assert kept.comment == said.comment
    assert len(rows(portal)) == 1


def test_what_a_survey_is_about_is_read_strictly() -> None:
    assert read_about("conversation:12") == About(SurveyKind.CONVERSATION, 12)
    assert str(About(SurveyKind.BOOKING, 5)) == "booking:5"
    for text in (*HOSTILE_TEXTS, "claim:1", "booking:", "booking:²", "booking:1:2", "booking:-1"):
        assert read_about(text) is None
