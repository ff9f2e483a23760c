"""Beside answering: who else is there, replies kept ready, calls, and the demonstration's staff."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from portal.adapters.canned_files import check_canned_replies
from portal.bootstrap import Portal
from portal.demo.dataset import Order
from portal.demo.load import load
from portal.domain.actors import MemberActor, Role, StaffActor
from portal.domain.canned_replies import CannedText, fill
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.support import SupportKind
from portal.models.accounts import Account
from portal.models.support import SupportRequest
from portal.services.canned_replies import MOST, delete_reply, keep_reply, own_replies
from portal.services.demo import close_demo_staff, demo_staff
from portal.services.desk_calls import close_request, open_requests
from portal.services.desk_home import desk_home
from portal.services.presence import Colleague, be_there, leave, stop_writing, who_else
from portal.services.sign_in import enter_as
from portal.services.support import add_request
from portal.views import desk_calls, desk_thread
from tests.cast import add_member, add_session
from tests.clock import ManualClock
from tests.desk import asked, staff
from tests.hostile import HOSTILE_TEXTS

ITEM = "conversation:12"


def others(portal: Portal, actor: StaffActor) -> list[Colleague]:
    return portal.read(who_else, actor=actor, now=portal.clock.now(), item=ITEM)


def test_two_who_open_the_same_item_see_each_other_until_one_leaves(
    portal: Portal, clock: ManualClock
) -> None:
    nadia, olivier = staff(portal), staff(portal, "Olivier Fontaine")
    for who in (nadia, olivier):
        portal.write(be_there, actor=who, now=clock.now(), item=ITEM)
    assert others(portal, nadia) == [Colleague("Olivier Fontaine", is_writing=False)]
    portal.write(be_there, actor=olivier, now=clock.now(), item=ITEM, writing=True)
    assert others(portal, nadia) == [Colleague("Olivier Fontaine", is_writing=True)]
    clock.advance(timedelta(seconds=20))
    assert others(portal, nadia) == [Colleague("Olivier Fontaine", is_writing=False)]
    portal.write(leave, actor=olivier, now=clock.now(), item=ITEM)
    assert others(portal, nadia) == []
    assert others(portal, olivier) == [Colleague("Nadia Benali", is_writing=False)]
    clock.advance(timedelta(seconds=61))
    assert others(portal, olivier) == []


def test_what_is_sent_is_no_longer_being_written(portal: Portal) -> None:
    nadia, olivier, now = staff(portal), staff(portal, "Olivier Fontaine"), portal.clock.now()
    portal.write(be_there, actor=olivier, now=now, item=ITEM, writing=True)
    portal.write(stop_writing, staff_id=olivier.account_id, item=ITEM, now=now)
    assert [one.is_writing for one in others(portal, nadia)] == [False]


def test_who_else_is_there_is_said_in_words() -> None:
    nadia, olivier = Colleague("Nadia Benali", is_writing=False), Colleague("Olivier", True)
    assert desk_thread.presence([]) == ""
    assert desk_thread.presence([nadia]) == "Nadia Benali consulte aussi ce message."
    assert desk_thread.presence([nadia, olivier]).startswith("Olivier est en train de répondre. ")
    both = desk_thread.presence([nadia, Colleague("Léa", is_writing=False)])
    assert both == "Nadia Benali et Léa consultent aussi ce message."


def test_the_replies_given_are_right_and_serve_their_teams(portal: Portal) -> None:
    given = portal.flows.canned_replies
    teams = {team.id for team in portal.flows.messages.teams}
    assert len(given) >= 10
    assert all(one.teams <= teams for one in given)
    assert check_canned_replies(portal.flows.folder, frozenset()) == []
    assert not CannedText("a", "A", "…", frozenset({"sante"})).is_for("retraite")


def test_what_is_wrong_with_a_reply_is_said_with_its_line(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "teams.yaml").write_text((portal.flows.folder / "teams.yaml").read_text())
    reply = "  - id: a\n    title: Un titre\n    body: Bonjour {nom}, voici votre réponse.\n"
    (tmp_path / "canned_replies.yaml").write_text(
        f"replies:\n{reply}{reply}    teams: [ailleurs]\n"
    )
    said = [(fault.line, fault.reason) for fault in check_canned_replies(tmp_path, frozenset())]
    assert [line for line, _ in said] == [4, 5, 7, 8]
    assert "{nom}" in said[0][1]


def test_filling_puts_values_in_as_they_are() -> None:
    values = {"prenom": "{conseiller}", "conseiller": "Nadia"}
    assert fill("{prenom}, {conseiller} {autre} {}", values) == "{conseiller}, Nadia {autre} {}"
    for nasty in HOSTILE_TEXTS:
        assert fill("{prenom}", {"prenom": nasty}) == nasty
        fill(nasty[:10_000], values)


def test_one_keeps_changes_and_deletes_one_s_own_replies_only(portal: Portal) -> None:
    nadia, olivier, now = staff(portal), staff(portal, "Olivier Fontaine"), portal.clock.now()

    def keep(who: StaffActor, title: str = "Bonjour", body: str = "Bonjour {prenom}.", **more: int):
        return portal.write(keep_reply, actor=who, now=now, title=title, body=body, **more)

    first = keep(nadia)
    assert keep(nadia) == first
    assert portal.read(own_replies, actor=olivier) == []
    for act in (
        lambda: keep(olivier, reply_id=first),
        lambda: portal.write(delete_reply, actor=olivier, now=now, reply_id=first),
    ):
        with pytest.raises(NotFound):
            act()
    keep(nadia, "Au revoir", "À bientôt.", reply_id=first)
    assert [one.title for one in portal.read(own_replies, actor=nadia)] == ["Au revoir"]
    for title, body in ((" ", "Texte"), ("x" * 81, "Texte"), ("Titre", ""), ("Titre", "{nom}")):
        with pytest.raises(InvalidInput):
            keep(nadia, title, body)
    assert portal.write(delete_reply, actor=nadia, now=now, reply_id=first).body == "À bientôt."
    for number in range(MOST):
        keep(nadia, f"Réponse {number}")
    with pytest.raises(NotAllowed):
        keep(nadia, "Une de trop")
    with pytest.raises(NotAllowed):
        portal.read(own_replies, actor=MemberActor(1, 1, 1))


def test_who_reported_a_sign_in_is_to_be_called_until_that_is_done(portal: Portal) -> None:
    nadia, now = staff(portal), portal.clock.now()
    paul = portal.write(add_member, first_name="Paul", phone="+33612345678")
    reference = portal.write(
        add_request,
        cipher=portal.cipher,
        now=now,
        key="not_me:1",
        kind=SupportKind.NOT_ME,
        reason="connexion",
        account_id=paul.account_id,
    )
    (line,) = portal.read(open_requests, actor=nadia, cipher=portal.cipher)
    assert (line.reference, line.name, line.phone) == (reference, "Paul Moreau", "+33612345678")
    shown = desk_calls.requests([line], now)[0]
    assert (shown.phone, shown.phone_href) == (
        "06\u00a012\u00a034\u00a056\u00a078",
        "tel:+33612345678",
    )
    for closed, left in ((True, 0), (True, 0), (False, 1)):
        portal.write(close_request, actor=nadia, now=now, reference=reference, closed=closed)
        found = portal.read(open_requests, actor=nadia, cipher=portal.cipher)
        assert len(found) == left
    with pytest.raises(NotFound):
        portal.write(close_request, actor=nadia, now=now, reference="R-000000")
    with pytest.raises(NotAllowed):
        portal.write(close_request, actor=paul, now=now, reference=reference)
    assert portal.read(lambda session: session.exec(select(SupportRequest)).one()).closed_at is None


def test_the_home_counts_what_waits(portal: Portal) -> None:
    nadia, now = staff(portal), portal.clock.now()
    asked(portal)
    asked(portal, at=now - timedelta(days=12))
    home = portal.read(
        desk_home, actor=nadia, now=now, today=portal.today(), zone=portal.settings.zone
    )
    assert (home.messages.waiting, home.messages.late, home.messages.mine) == (2, 1, 0)
    assert [line.due_at is not None and line.due_at < now for line in home.urgent] == [True, False]
    assert (home.calls, home.letters) == (0, 0)
    with pytest.raises(NotAllowed):
        portal.read(
            desk_home,
            actor=MemberActor(1, 1, 1),
            now=now,
            today=portal.today(),
            zone=portal.settings.zone,
        )


def enter(portal: Portal, account_id: int) -> str:
    return portal.write(
        enter_as, now=portal.clock.now(), account_id=account_id, browser="browser"
    ).ticket


def test_one_enters_as_the_demonstration_s_staff_by_a_button_and_as_nobody_else_of_the_staff(
    portal: Portal, tmp_path: Path
) -> None:
    alice = staff(portal, role=Role.ADMINISTRATOR)
    assert enter(portal, alice.account_id) == ""
    load(portal, Order(portal.today()), tmp_path / "demo")
    offered = portal.read(demo_staff)
    assert [one.name for one in offered] == ["Nadia Benali", "Olivier Fontaine", "Sophie Arnaud"]
    assert enter(portal, offered[0].account_id)
    assert enter(portal, alice.account_id) == ""


def test_real_people_coming_in_close_the_demonstration_s_staff_for_good(
    portal: Portal, tmp_path: Path
) -> None:
    load(portal, Order(portal.today()), tmp_path / "demo")
    nadia = portal.read(demo_staff)[0].account_id
    now = portal.clock.now()
    portal.write(add_session, account_id=nadia, now=now)
    portal.write(lambda session: close_demo_staff(session, now=now))

    def find(*, session: Session) -> Account:
        return session.get_one(Account, nadia)

    assert portal.read(find).disabled_at == now
    assert enter(portal, nadia) == ""
    assert portal.read(demo_staff) == []
