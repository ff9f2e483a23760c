"""The bell: what rings shows at once, and what was read is read everywhere."""

import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session, delete

from portal.domain.notifications import Topic
from portal.models.notifications import Notification
from portal.services.notifications import notify
from tests.journeys.conftest import PHONE, NewPage
from tests.journeys.test_live_pages import take_in
from tests.server import Server

_numbers = count(1)


def tell(server: Server, member: str, title: str, href: str = "/remboursements") -> None:
    """Tell somebody of the cast something."""

    def run(*, session: Session) -> None:
        portal = server.portal
        notify(
            session,
            cipher=portal.cipher,
            now=portal.clock.now(),
            zone=portal.settings.zone,
            key=f"journey:{next(_numbers)}",
            account_id=server.actor(member).account_id,
            topic=Topic.MESSAGE,
            title=title,
            body="Un conseiller vous a répondu.",
            href=href,
        )

    server.portal.write(run)


def silence(server: Server, member: str) -> None:
    """Empty somebody's bell."""

    def run(*, session: Session) -> None:
        mine = Notification.account_id == server.actor(member).account_id
        session.exec(delete(Notification).where(mine))  # pyright: ignore

    server.portal.write(run)


def bell(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile("^Notifications"))


def notices(page: Page) -> Locator:
    return page.get_by_role("list", name="Vos notifications").get_by_role("listitem")


@pytest.mark.parametrize("screen", [{}, {"viewport": PHONE}])
def test_the_bell_counts_what_rings_while_the_page_is_open(
    server: Server, new_page: NewPage, screen: dict[str, Any]
) -> None:
    silence(server, "carer")
    page = new_page("carer", **screen)
    page.goto("/espace")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    expect(bell(page)).to_have_accessible_name("Notifications")
    tell(server, "carer", "Première réponse")
    expect(bell(page)).to_have_accessible_name("Notifications 1 non lues")
    expect(page.get_by_text("Nouvelle notification. 1\u00a0notification non lue.")).to_have_count(1)
    tell(server, "carer", "Deuxième réponse")
    expect(bell(page)).to_have_accessible_name("Notifications 2 non lues")


def test_opening_one_reads_it_leads_where_it_tells_of_and_updates_the_other_tab(
    server: Server, new_page: NewPage
) -> None:
    silence(server, "farmer")
    tell(server, "farmer", "Ancienne réponse")
    tell(server, "farmer", "Nouvelle réponse", href="/remboursements?tri=anciens")
    page = new_page("farmer")
    page.goto("/notifications")
    other = page.context.new_page()
    other.goto("/notifications")
    for tab in (page, other):
        expect(notices(tab)).to_have_count(2)
        expect(notices(tab).first).to_contain_text("Nouvelle réponse")
        expect(notices(tab).first).to_contain_text("Non lue")
    page.get_by_role("link", name="Nouvelle réponse").click()
    expect(page.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
    expect(page).to_have_url(re.compile("tri=anciens"))
    for tab in (page, other):
        expect(bell(tab)).to_have_accessible_name("Notifications 1 non lues")
    expect(notices(other).first).not_to_contain_text("Non lue")
    expect(notices(other).last).to_contain_text("Non lue")


def test_all_are_marked_read_and_that_is_taken_back_by_keyboard(
    server: Server, new_page: NewPage
) -> None:
    silence(server, "retired")
    for number in range(23):
        tell(server, "retired", f"Réponse {number}")
    page = new_page("retired")
    page.goto("/notifications")
    expect(page.get_by_text("23\u00a0notifications non lues", exact=True)).to_be_visible()
    expect(notices(page)).to_have_count(20)
    page.get_by_role("button", name="Suivant").click()
    expect(notices(page)).to_have_count(3)
    expect(page).to_have_url(re.compile("page=2"))
    page.reload()
    expect(page.get_by_text("Page 2 sur 2")).to_be_visible()
    page.get_by_role("button", name="Tout marquer comme lu").press("Enter")
    expect(page.get_by_text("Tout est lu")).to_be_visible()
    expect(page.get_by_text("Non lue", exact=True)).to_have_count(0)
    expect(bell(page)).to_have_accessible_name("Notifications")
    undo = page.get_by_role("button", name="Annuler")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(page.get_by_text("23\u00a0notifications non lues", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Tout marquer comme lu")).to_be_focused()


def test_more_than_ninety_nine_are_not_counted_further(server: Server, new_page: NewPage) -> None:
    silence(server, "heavy")
    for number in range(101):
        tell(server, "heavy", f"Réponse {number}")
    page = new_page("heavy", viewport=PHONE)
    page.goto("/espace")
    expect(bell(page)).to_have_accessible_name("Notifications 99+ non lues")


def test_an_empty_bell_says_what_will_come(server: Server, new_page: NewPage) -> None:
    silence(server, "newcomer")
    page = new_page("newcomer")
    page.goto("/espace")
    bell(page).click()
    expect(page.get_by_role("heading", name="Aucune notification pour l’instant")).to_be_visible()


def test_a_line_that_an_import_pays_rings_on_the_open_page(
    server: Server, new_page: NewPage, tmp_path: Path
) -> None:
    take_in(server, tmp_path, "BELL-1", "Consultation à payer")
    silence(server, "family")
    page = new_page("family")
    page.goto("/notifications")
    expect(page.get_by_role("heading", name="Aucune notification")).to_be_visible()
    take_in(server, tmp_path, "BELL-1", "Consultation à payer", "effectue")
    expect(notices(page)).to_have_count(1)
    expect(notices(page).first).to_contain_text("1\u00a0remboursement vient d’être effectué.")
    page.get_by_role("link", name="Remboursement effectué").click()
    expect(page.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
