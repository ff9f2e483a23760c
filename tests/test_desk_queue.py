"""The staff's queue: its order, its filters, its pages, and what it asks of the database."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.bootstrap import Portal
from portal.domain.actors import Actor, MemberActor, Operator, Visitor
from portal.domain.conversations import Status
from portal.domain.desk import (
    COUNTED,
    PAGE_SIZE,
    Cursor,
    QueueFilter,
    Whose,
    read_query,
    write_query,
)
from portal.domain.errors import NotAllowed
from portal.services.desk import count_desk, find_queue, refresh_queue
from portal.services.desk_acts import take, transfer
from portal.views import desk as views
from tests.cast import add_member
from tests.clock import ManualClock
from tests.desk import ask, asked, conversation, queue, reply, staff
from tests.hostile import HOSTILE_TEXTS
from tests.statements import statements


def test_what_is_due_first_comes_first(portal: Portal) -> None:
    now = portal.clock.now()
    ages = [0, 5, 2, 9, 1]
    by_age = {age: asked(portal, at=now - timedelta(days=age)) for age in ages}
    lines = queue(portal, staff(portal)).lines
    assert [line.id for line in lines] == [by_age[age] for age in sorted(ages, reverse=True)]


def test_the_filters_combine(portal: Portal) -> None:
    nadia, olivier = staff(portal), staff(portal, "Olivier Fontaine")
    now = portal.clock.now()
    first = asked(portal, team="sante")
    second = asked(portal, team="contrats", at=now - timedelta(days=20))
    third = asked(portal, team="contrats")
    done = asked(portal)
    portal.write(take, actor=nadia, now=now, ids=[second])
    portal.write(take, actor=olivier, now=now, ids=[third])
    reply(portal, nadia, done)

    def ids(**wanted: object) -> list[int]:
        return [line.id for line in queue(portal, nadia, **wanted).lines]

    assert ids() == [second, first, third]
    assert ids(team="contrats") == [second, third]
    assert ids(whose=Whose.MINE) == [second]
    assert ids(whose=Whose.NOBODY) == [first]
    assert ids(late=True) == [second]
    assert ids(late=True, team="sante") == []
    assert ids(status=Status.ANSWERED) == [done]
    assert ids(status=Status.CLOSED) == []
    assert [line.assignee for line in queue(portal, nadia).lines] == [
        "Nadia Benali",
        "",
        "Olivier Fontaine",
    ]


@pytest.mark.parametrize("status", [Status.WAITING, Status.ANSWERED])
def test_its_pages_follow_each_other_both_ways_also_when_dates_are_equal(
    portal: Portal, status: Status
) -> None:
    nadia, member = staff(portal), portal.write(add_member)
    moment = portal.clock.now() - timedelta(days=3)
    everything = [ask(portal, member, at=moment + timedelta(hours=n // 9)) for n in range(29)]
    everything += [ask(portal, portal.write(add_member), at=moment) for _ in range(21)]
    if status is Status.ANSWERED:
        for number in everything:
            reply(portal, nadia, number, stamp=f"{number:x}")
    seen, at, pages = [], None, []
    while True:
        page = queue(portal, nadia, status=status, at=at)
        pages.append([line.id for line in page.lines])
        seen += pages[-1]
        if page.next is None:
            break
        at = page.next
    assert sorted(seen) == sorted(everything)
    assert len(set(seen)) == len(seen) == 50
    assert [len(one) for one in pages] == [PAGE_SIZE, PAGE_SIZE, 10]
    back = queue(portal, nadia, status=status, at=page.previous)
    assert [line.id for line in back.lines] == pages[1]
    first = queue(portal, nadia, status=status, at=back.previous)
    assert [line.id for line in first.lines] == pages[0]
    assert first.previous is None


def test_somebody_is_found_by_reference_number_or_the_beginning_of_a_name(portal: Portal) -> None:
    nadia = staff(portal)
    paul = portal.write(add_member, first_name="Paul", last_name="Dubreuil", number="77000123")
    wanted = ask(portal, paul)
    asked(portal)
    answered = ask(portal, paul)
    reply(portal, nadia, answered)
    reference = conversation(portal, wanted).reference
    assert [line.id for line in queue(portal, nadia, text=reference.lower()).lines] == [wanted]
    for words in ("77000123", "dubr", "PAUL dubreuil", "Dubreuil P"):
        found = queue(portal, nadia, text=words)
        assert [line.id for line in found.lines] == [answered, wanted], words
    assert queue(portal, nadia, text="Dubreuil Jacques").lines == ()
    assert queue(portal, nadia, text="%").lines == ()


def test_no_text_breaks_the_search_nor_the_address(portal: Portal) -> None:
    nadia = staff(portal)
    asked(portal)
    for nasty in HOSTILE_TEXTS:
        wanted = read_query(
            {"q": nasty, "equipe": nasty, "a": nasty, "etat": nasty, "apres": nasty}
        )
        assert len(wanted.text) <= 120
        portal.read(find_queue, actor=nadia, now=portal.clock.now(), wanted=wanted)
        assert wanted.at is None or isinstance(wanted.at, Cursor)
    assert read_query({"apres": "1-9999999999"}).at is None


def test_an_address_says_all_of_the_filter(portal: Portal) -> None:
    at = Cursor(portal.clock.now() + timedelta(microseconds=7), 42, backwards=True)
    for wanted in (
        QueueFilter(),
        QueueFilter(Status.ANSWERED, "sante", Whose.MINE, at=Cursor(None, 7)),
        QueueFilter(team="contrats", whose=Whose.NOBODY, late=True, at=at),
        QueueFilter(text="Paul & Cie = 100 %"),
    ):
        pairs = dict(pair.split("=") for pair in write_query(wanted).split("&") if pair)
        from urllib.parse import unquote_plus

        assert read_query({name: unquote_plus(value) for name, value in pairs.items()}) == wanted
    assert write_query(QueueFilter()) == ""


def test_what_is_shown_stays_in_its_place_when_something_more_pressing_comes_in(
    portal: Portal,
) -> None:
    nadia, now = staff(portal), portal.clock.now()
    first, second = asked(portal), asked(portal)
    shown = [line.id for line in queue(portal, nadia).lines]
    assert shown == [first, second]
    urgent = asked(portal, at=now - timedelta(days=9))
    reply(portal, nadia, second)
    again = portal.read(refresh_queue, actor=nadia, now=now, wanted=QueueFilter(), shown=shown)
    assert [line.id for line in again.lines] == shown
    assert [line.status for line in again.lines] == [Status.WAITING, Status.ANSWERED]
    assert again.fresh == 1
    assert urgent not in shown
    assert views.fresh_label(again.fresh) == "1\u00a0nouveau message"


def test_counting_stops_where_it_says_nothing_more(portal: Portal) -> None:
    nadia, member = staff(portal), portal.write(add_member)
    number = ask(portal, member)
    many = (
        "INSERT INTO conversation (reference, key, member_id, profile, theme, subject, motive,"
        " title, status, team, created_at, last_message_at, due_at, member_unread, staff_unread,"
        " version) SELECT 'X' || n, 'x' || n, member_id, profile, theme, subject, motive, title,"
        " status, team, created_at, last_message_at, due_at, 0, 0, 1 FROM conversation,"
        " (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1100)"
        " SELECT n FROM c) AS numbers WHERE id = :id"
    )
    with portal.engine.begin() as connection:
        connection.execute(text(many), {"id": number})
    page = queue(portal, nadia)
    assert page.count == COUNTED + 1
    assert views.page_of(page).result_label.startswith("Plus de 1\u202f000")
    counts = portal.read(count_desk, actor=nadia, now=portal.clock.now())
    assert (counts.waiting, counts.late, counts.mine) == (COUNTED + 1, 0, 0)


def test_a_page_takes_as_few_statements_full_as_empty(portal: Portal) -> None:
    nadia = staff(portal)
    for _ in range(3):
        asked(portal)
    with statements(portal.engine) as few:
        queue(portal, nadia)
    for _ in range(12):
        asked(portal)
    with statements(portal.engine) as many:
        queue(portal, nadia)
    assert len(many) == len(few) == 2


def test_the_indexes_give_the_order_nothing_is_sorted(portal: Portal) -> None:
    if not portal.is_embedded:
        pytest.skip("PostgreSQL chooses by statistics: the benchmark looks at it")
    nadia = staff(portal)
    at = Cursor(portal.clock.now(), 3)
    for wanted in (
        {},
        {"team": "sante"},
        {"whose": Whose.MINE},
        {"whose": Whose.NOBODY},
        {"late": True},
        {"at": at},
        {"status": Status.CLOSED},
    ):
        with statements(portal.engine) as asked_for:
            queue(portal, nadia, **wanted)
        with portal.engine.connect() as connection:
            lines = connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN " + asked_for[0], _anything(asked_for[0])
            )
            plan = [row[3] for row in lines]
        assert not any("TEMP B-TREE" in step or step == "SCAN conversation" for step in plan), plan
        assert any("conversation USING INDEX ix_conversation_" in step for step in plan), plan


def _anything(statement: str) -> tuple[object, ...]:
    return ("",) * statement.count("?")


@pytest.mark.parametrize("actor", [Visitor(), MemberActor(1, 1, 1), Operator()])
def test_only_the_staff_sees_the_queue(portal: Portal, actor: Actor) -> None:
    now, wanted = portal.clock.now(), QueueFilter()
    with pytest.raises(NotAllowed):
        portal.read(find_queue, actor=actor, now=now, wanted=wanted)
    with pytest.raises(NotAllowed):
        portal.read(refresh_queue, actor=actor, now=now, wanted=wanted, shown=[1])
    with pytest.raises(NotAllowed):
        portal.read(count_desk, actor=actor, now=now)
    with pytest.raises(NotAllowed):
        portal.write(take, actor=actor, now=now, ids=[1])
    with pytest.raises(NotAllowed):
        portal.write(transfer, actor=actor, now=now, ids=[1], team="sante", knows=bool)


def test_dates_are_said_in_words(portal: Portal, clock: ManualClock) -> None:
    zone, now = portal.settings.zone, clock.now()  # Friday, 10:00 in Paris
    hour = timedelta(hours=1)
    assert views.age(now, now) == "à l’instant"
    assert views.age(now - 3 * hour, now) == "il y a 3\u00a0h"
    assert views.age(now - 50 * hour, now) == "il y a 2\u00a0jours"
    assert views.due(now - 3 * hour, now, zone) == ("En retard de 3\u00a0h", "danger")
    assert views.due(now + hour, now, zone)[0] == "Avant 11\u00a0h\u00a000 aujourd’hui"
    assert views.due(now + 24 * hour, now, zone)[0] == "Demain avant 10\u00a0h\u00a000"
    assert views.due(now + 96 * hour, now, zone)[0] == "Mardi avant 10\u00a0h\u00a000"
    assert views.due(now + 400 * hour, now, zone)[0].startswith("Le 07/12/2026")
