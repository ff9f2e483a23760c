"""Figures about the answers: delays in working hours, percentiles, shares, and who sees them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Role, StaffActor, Visitor
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.statistics import WorkingHours, buckets, percentile
from portal.models.help_opinions import HelpOpinion
from portal.models.messages import Conversation, Message, ServiceOffer
from portal.services.statistics import read_statistics
from portal.views.statistics import statistics
from tests.cast import add_member
from tests.statements import statements
from tests.test_surveys import add_booking, add_conversation, say

PARIS = ZoneInfo("Europe/Paris")
MANAGER = StaffActor(1, Role.MANAGER, 1)
HOUR = timedelta(hours=1)


def read(portal: Portal, actor: Any = MANAGER, days: int = 30) -> Any:
    return portal.read(read_statistics, actor=actor, now=portal.clock.now(), zone=PARIS, days=days)


def answer(*, session: Session, conversation_id: int, at: datetime) -> None:
    row = session.get_one(Conversation, conversation_id)
    row.answered_at, row.status = at, "answered"
    session.add(
        Message(
            key=f"answer:{conversation_id}:{at}",
            conversation_id=conversation_id,
            author="staff",
            body="Voici.",
            search="voici",
            created_at=at,
        )
    )


def test_working_hours_leave_out_nights_of_no_one_but_days_off() -> None:
    # Friday 20 November 2026 at 10:00 to Monday at 10:00: a weekend lies between.
    clock = WorkingHours(date(2026, 11, 1), date(2026, 11, 30), PARIS)
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert clock.between(friday, friday + 72 * HOUR) == 24
    assert clock.between(friday, friday + 2 * HOUR) == 2
    assert clock.between(friday, friday - HOUR) == 0
    # Armistice Day is no working day.
    assert (
        clock.between(
            datetime(2026, 11, 10, 11, tzinfo=UTC), datetime(2026, 11, 12, 11, tzinfo=UTC)
        )
        == 24
    )


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([], 0.5) is None
    assert percentile([3], 0.9) == 3
    assert percentile(list(range(1, 11)), 0.5) == 5
    assert percentile(list(range(1, 11)), 0.9) == 9
    assert percentile(list(range(1, 12)), 0.9) == 10


def test_days_without_anything_count_and_long_periods_go_by_weeks() -> None:
    since, until = date(2026, 11, 1), date(2026, 11, 7)
    assert [one.count for one in buckets({since: 2, until: 1}, since, until)] == [
        2, 0, 0, 0, 0, 0, 1,
    ]  # fmt: skip
    weeks = buckets(
        {date(2026, 11, 8): 1, date(2026, 11, 9): 1}, date(2026, 11, 1), date(2026, 12, 30)
    )
    assert [one.count for one in weeks][:3] == [0, 2, 0]


def test_an_empty_portal_has_figures_all_the_same(portal: Portal) -> None:
    found = read(portal)
    assert (found.received, found.waiting, found.delays.median) == (0, 0, None)
    view = statistics(found, str, str)
    assert view.figures[2].value == "–"
    assert view.scores_sentence == "Aucun avis sur la période."


def test_volume_delays_lateness_and_what_waits(portal: Portal) -> None:
    claire, now = portal.write(add_member), portal.clock.now()  # Friday, 10:00 in Paris
    monday = now - timedelta(days=4)
    for index, hours in enumerate((1, 2, 30, 73)):
        one = portal.write(add_conversation, actor=claire, at=monday, key=f"c{index}")
        portal.write(answer, conversation_id=one, at=monday + hours * HOUR)
    portal.write(add_conversation, actor=claire, at=now, status="waiting", key="w")
    portal.write(add_conversation, actor=claire, at=now - timedelta(days=200), key="old")
    found = read(portal, days=7)
    assert (found.received, found.waiting) == (5, 1)
    assert [one.count for one in found.volume] == [0, 0, 4, 0, 0, 0, 1]
    assert (found.delays.count, found.delays.median, found.delays.nine_in_ten) == (4, 2, 73)
    assert found.delays.late == 25
    view = statistics(found, str, str)
    assert view.figures[2].value == "2\u00a0h"
    assert view.volume_sentence == "5\u00a0demandes reçues sur la période, au plus 4 par jour."


def test_opinions_offers_calls_and_help(portal: Portal) -> None:
    claire, now = portal.write(add_member), portal.clock.now()
    for index, (score, solved) in enumerate(((5, True), (4, None), (2, False))):
        one = portal.write(add_conversation, actor=claire, at=now, key=f"s{index}")
        say(portal, claire, f"conversation:{one}", score=score, solved=solved)
    for seat, status in enumerate(("done", "done", "missed", "cancelled")):
        portal.write(add_booking, actor=claire, at=now - HOUR, status=status, seat=seat)

    def fill(*, session: Session) -> None:
        for index, outcome in enumerate(("used", "used", "written", "")):
            session.add(
                ServiceOffer(key=f"o{index}", motive="m1", service="x", outcome=outcome, at=now)
            )
        for index, (slug, useful) in enumerate((("a", True), ("b", False), ("b", True))):
            session.add(HelpOpinion(key=f"h{index}", slug=slug, useful=useful, at=now))

    portal.write(fill)
    found = read(portal)
    assert found.satisfaction.average_hundredths == 367
    assert found.satisfaction.by_score == (0, 1, 0, 1, 1)
    assert found.satisfaction.solved == 50
    assert (found.offered, found.offers_used) == (4, 2)
    assert found.calls == {"booked": 0, "done": 2, "missed": 1, "cancelled": 1}
    assert [line.slug for line in found.help] == ["b", "a"]
    view = statistics(found, str.upper, str.upper)
    assert view.offers[0].label == "M1"
    assert view.calls_sentence == "67\u00a0% des rappels et rendez-vous ont abouti."
    assert view.scores[0].label == "Tout à fait"


def test_managers_see_them_and_others_do_not(portal: Portal) -> None:
    for actor in (Visitor(), MemberActor(1, 1, 1), StaffActor(1, Role.AGENT, 1)):
        with pytest.raises(NotAllowed):
            read(portal, actor)
    with pytest.raises(InvalidInput):
        read(portal, days=365)


def test_the_page_costs_the_same_number_of_statements_however_much_there_is(
    portal: Portal,
) -> None:
    claire = portal.write(add_member)
    with statements(portal.engine) as empty:
        read(portal)
    for index in range(30):
        portal.write(add_conversation, actor=claire, at=portal.clock.now(), key=f"n{index}")
    with statements(portal.engine) as full:
        read(portal)
    assert len(full) == len(empty) < 12
