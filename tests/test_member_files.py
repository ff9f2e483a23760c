"""A member's file: found by what they tell, opened for a reason, and the member can see it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Role, StaffActor, Visitor
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.member_files import Criteria, OpeningReason
from portal.models.audit import AuditEntry
from portal.models.members import Member
from portal.models.staff_work import FileOpening
from portal.services.member_file_contents import read_member_file
from portal.services.member_files import (
    open_member_file,
    openings_of_own_file,
    show_contact,
    show_nir,
)
from portal.services.member_search import SEARCHES, search_members
from portal.settings import settings
from portal.views.member_files import member_file
from tests.cast import (
    add_beneficiary,
    add_claim,
    add_contract,
    add_member,
    add_staff_member,
)
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS
from tests.test_surveys import add_booking, add_conversation, say

BORN = date(1984, 3, 12)
NIR = "284032A00400484"


@pytest.fixture
def agent(portal: Portal) -> StaffActor:
    return StaffActor(portal.write(add_staff_member), Role.AGENT, 11)


@pytest.fixture
def manager(portal: Portal) -> StaffActor:
    account_id = portal.write(add_staff_member, email="zoe@example.org", role="gestionnaire")
    return StaffActor(account_id, Role.MANAGER, 12)


def search(portal: Portal, actor: Any, **wanted: Any) -> Any:
    return portal.write(
        search_members, actor=actor, now=portal.clock.now(), wanted=Criteria(**wanted)
    )


def numbers(found: Any) -> list[str]:
    return [line.number for line in found.lines]


def open_file(portal: Portal, actor: Any, number: str = "A1", **given: Any) -> Any:
    said = {"reason": OpeningReason.CALL.value, "details": ""} | given
    return portal.write(
        open_member_file, actor=actor, now=portal.clock.now(), number=number, **said
    )


def read(portal: Portal, actor: Any, number: str = "A1") -> Any:
    return portal.read(read_member_file, actor=actor, now=portal.clock.now(), number=number)


def entries(portal: Portal) -> list[AuditEntry]:
    in_order = select(AuditEntry).order_by(col(AuditEntry.id))
    return portal.read(lambda *, session: list(session.scalars(in_order)))


def openings(portal: Portal) -> list[FileOpening]:
    return portal.read(lambda *, session: list(session.scalars(select(FileOpening))))


def test_a_member_is_found_by_anything_that_points_at_one_person(
    portal: Portal, agent: StaffActor
) -> None:
    claire = portal.write(add_member, number="A1", last_name="Moreau-Diallo", phone="+33639980001")
    portal.write(add_member, number="A2", first_name="Hugo", birth_date=date(1990, 1, 1))
    portal.write(add_beneficiary, actor=claire, first_name="Zoé", birth_date=date(2014, 5, 2))
    portal.write(add_conversation, actor=claire, at=portal.clock.now(), key="TST001")
    for wanted in (
        {"number": " a1 "},
        {"reference": "m-tst001"},
        {"phone": "06 39 98 00 01"},
        {"name": "diallo", "birth_date": BORN},
        {"name": "CLAIRE MOREAU", "birth_date": BORN},
        {"name": "zoe", "birth_date": date(2014, 5, 2)},
    ):
        assert numbers(search(portal, agent, **wanted)) == ["A1"], wanted
    assert numbers(search(portal, agent, number="A1", name="Hugo", birth_date=BORN)) == []
    kept = entries(portal)
    assert {entry.act for entry in kept} == {"member.searched"}
    assert kept[0].details == {"by": ["number"], "found": 1}
    assert "diallo" not in str([entry.details for entry in kept])


def test_a_search_that_would_list_people_is_refused(portal: Portal, agent: StaffActor) -> None:
    portal.write(add_member)
    for wanted in ({}, {"name": "Moreau"}, {"birth_date": BORN}):
        with pytest.raises(InvalidInput):
            search(portal, agent, **wanted)
    for actor in (Visitor(), MemberActor(1, 1, 1)):
        with pytest.raises(NotAllowed):
            search(portal, actor, number="A1")


def test_homonyms_are_ten_at_most_and_searching_all_day_is_stopped(
    portal: Portal, agent: StaffActor
) -> None:
    for number in range(12):
        portal.write(add_member, number=f"H{number}")
    found = search(portal, agent, name="moreau", birth_date=BORN)
    assert (len(found.lines), found.has_more) == (10, True)
    for _ in range(SEARCHES.most - 1):
        assert not search(portal, agent, number="H1").refusal
    assert search(portal, agent, number="H1").refusal
    assert entries(portal)[-1].act == "member.search_refused"


def test_no_text_breaks_the_search(portal: Portal, agent: StaffActor) -> None:
    portal.write(add_member, number="A1")
    for text in HOSTILE_TEXTS[:60]:
        for field in ("number", "email", "reference"):
            if text.strip():
                try:
                    assert numbers(search(portal, agent, **{field: text})) == []
                except InvalidInput:
                    continue


def test_a_file_is_read_only_once_its_reason_was_given(
    portal: Portal, agent: StaffActor, clock: ManualClock
) -> None:
    portal.write(add_member, number="A1")
    with pytest.raises(NotAllowed):
        read(portal, agent)
    until = open_file(portal, agent)
    assert until == clock.now() + timedelta(minutes=30)
    assert read(portal, agent).name == "Claire Moreau"
    # The same person in another session, and somebody else, have to say why too.
    with pytest.raises(NotAllowed):
        read(portal, StaffActor(agent.account_id, Role.AGENT, 99))
    clock.advance(timedelta(minutes=31))
    with pytest.raises(NotAllowed):
        read(portal, agent)
    assert [entry.act for entry in entries(portal)] == ["member_file.opened"]
    assert entries(portal)[0].details == {"member": "A1", "reason": "appel"}


def test_opening_twice_is_one_opening(portal: Portal, agent: StaffActor) -> None:
    portal.write(add_member, number="A1")
    assert open_file(portal, agent) == open_file(portal, agent)
    assert len(openings(portal)) == 1


def test_a_reason_is_needed_and_another_one_is_said_in_words(
    portal: Portal, agent: StaffActor
) -> None:
    portal.write(add_member, number="A1")
    for given in (
        {"reason": ""},
        {"reason": "curiosite"},
        {"reason": "autre"},
        {"details": "x" * 301},
    ):
        with pytest.raises(InvalidInput):
            open_file(portal, agent, **given)
    with pytest.raises(NotFound):
        open_file(portal, agent, number="A2")
    for actor in (Visitor(), MemberActor(1, 1, 1)):
        with pytest.raises(NotAllowed):
            open_file(portal, actor)
    assert openings(portal) == []


def test_the_file_holds_everything_and_masks_what_reaches_the_member(
    portal: Portal, agent: StaffActor
) -> None:
    claire, now = portal.write(add_member, number="A1", phone="+33639980001"), portal.clock.now()
    portal.write(add_contract, actor=claire, number="123456")
    portal.write(add_beneficiary, actor=claire, relationship="enfant")
    for _ in range(21):
        portal.write(add_claim, actor=claire)
    one = portal.write(add_conversation, actor=claire, at=now)
    portal.write(add_booking, actor=claire, at=now)
    say(portal, claire, f"conversation:{one}", score=2, comment="Trop long")
    hugo = portal.write(add_member, number="A2", first_name="Hugo")
    portal.write(add_conversation, actor=hugo, at=now, key="autre")
    open_file(portal, agent)
    file = read(portal, agent)
    assert (len(file.claims), file.claim_count) == (20, 21)
    assert [line.reference for line in file.conversations] == ["M-k"]
    assert [line.score for line in file.opinions] == [2]
    assert "+33639980001" not in str(file)
    assert "@example.org" in file.email
    assert "member" not in file.email
    assert not file.may_show_nir
    view = member_file(file, now, settings().zone)
    assert view.claims_title == "Remboursements\u00a0: les 20 derniers sur 21"
    assert view.people[0].badge == "Enfant"
    assert view.account[0].value == "Actif"
    told = portal.write(show_contact, actor=agent, now=now, number="A1")
    assert told.phone == "+33639980001"
    assert entries(portal)[-1].act == "member_file.contact_shown"


def test_a_file_without_an_account_shows_nobody_else_s_letters_or_opinions(
    portal: Portal, agent: StaffActor
) -> None:
    claire = portal.write(add_member)
    one = portal.write(add_conversation, actor=claire, at=portal.clock.now())
    say(portal, claire, f"conversation:{one}")

    def detach(*, session: Session) -> None:
        from portal.models.surveys import SurveyAnswer

        for row in session.scalars(select(SurveyAnswer)):
            row.account_id = None
        session.add(Member(number="A1", last_name="X", first_name="Y", birth_date=BORN))

    portal.write(detach)
    open_file(portal, agent)
    file = read(portal, agent)
    assert (file.account, file.opinions, file.letters) == (None, (), ())


def test_the_nir_is_shown_to_managers_only_and_it_is_kept_who_looked(
    portal: Portal, agent: StaffActor, manager: StaffActor
) -> None:
    portal.write(add_member, number="A1", nir_encrypted=portal.cipher.encrypt(NIR))
    now = portal.clock.now()
    asked = {"cipher": portal.cipher, "now": now, "number": "A1"}
    open_file(portal, agent)
    with pytest.raises(NotAllowed):
        portal.write(show_nir, actor=agent, **asked)
    with pytest.raises(NotAllowed):
        portal.write(show_nir, actor=manager, **asked)
    open_file(portal, manager)
    assert portal.write(show_nir, actor=manager, **asked) == NIR
    last = entries(portal)[-1]
    assert (last.act, last.account_id) == ("member_file.nir_shown", manager.account_id)
    assert NIR not in str(last.details)


def test_members_see_when_and_why_their_file_was_opened_but_not_by_whom(
    portal: Portal, agent: StaffActor, clock: ManualClock
) -> None:
    claire, hugo = portal.write(add_member, number="A1"), portal.write(add_member, number="A2")
    open_file(portal, agent, reason="autre", details="Rappel de Paul")
    told = portal.read(openings_of_own_file, actor=claire, now=clock.now())
    assert [(one.reason, one.by, one.details) for one in told] == [(OpeningReason.OTHER, "", "")]
    assert portal.read(openings_of_own_file, actor=hugo, now=clock.now()) == ()
    with pytest.raises(NotAllowed):
        portal.read(openings_of_own_file, actor=agent, now=clock.now())
    clock.advance(timedelta(days=366))
    assert portal.read(openings_of_own_file, actor=claire, now=clock.now()) == ()
