"""Leaving: what is said before, what goes, and the goodbye."""

import re

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from portal.models.accounts import Account
from portal.services.sessions import issue_ticket, redeem_ticket
from tests.journeys.conftest import PHONE, NewPage
from tests.journeys.steps import fill_sign_in
from tests.journeys.test_signing_in import PASSWORD, give_account
from tests.server import Server


def enter(server: Server, page: Page, email: str) -> None:
    """Have a page signed in as somebody who is not of the cast."""

    def run(*, session: Session) -> str:
        now = server.portal.clock.now()
        account = session.exec(select(Account).where(Account.email == email)).one()
        assert account.id is not None
        ticket = issue_ticket(session, now=now, account_id=account.id, browser="b")
        session.flush()
        return redeem_ticket(
            session=session,
            now=now,
            limits=server.portal.settings.limits,
            ticket=ticket,
            browser="b",
            user_agent="tests",
            network="127.0.0.1",
        ).token

    cookie = SetCookieParam(name="portal_session", value=server.portal.write(run), url=server.url)
    page.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])


def test_an_account_is_deleted_after_the_word_is_typed_and_every_device_is_signed_out(
    server: Server, new_page: NewPage
) -> None:
    give_account(server, "adieu@example.org", "90000071")
    page, elsewhere = new_page(viewport=PHONE), new_page()
    for one in (page, elsewhere):
        enter(server, one, "adieu@example.org")
        one.goto("/profil")
        expect(one.get_by_text("90000071")).to_be_visible()
    expect(page.get_by_text("a•••@example.org")).to_be_visible()
    band = page.get_by_role("region", name="Supprimer votre compte")
    expect(band).to_contain_text("vous restez couvert")
    band.get_by_role("link", name="Supprimer votre compte").click()
    expect(page.get_by_role("heading", level=1, name="Supprimer votre compte")).to_be_visible()
    expect(page.get_by_text("article\u00a0L.\u00a0123-22")).to_be_visible()
    leave = page.get_by_role("button", name="Supprimer définitivement mon compte")
    page.get_by_label("écrivez le mot SUPPRIMER").fill("effacer")
    leave.click()
    expect(page.get_by_role("alert")).to_contain_text("écrivez le mot SUPPRIMER")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("écrivez le mot SUPPRIMER").fill("supprimer")
    leave.click()
    expect(page.get_by_role("heading", level=1, name="Votre compte est supprimé")).to_be_visible()
    expect(elsewhere).to_have_url(re.compile("/connexion"))
    expect(page).to_have_url(re.compile("/compte-supprime"))
    page.goto("/espace")
    fill_sign_in(page, "adieu@example.org", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("incorrect")
    give_account(server, "retour@example.org", "90000072")


def test_a_proof_that_is_too_old_is_asked_for_again(server: Server, new_page: NewPage) -> None:
    page = new_page("collective")
    account_id = server.actor("collective").account_id
    server.sql(
        "UPDATE user_session SET proved_at = '2020-01-01 00:00:00.000000' WHERE account_id = :id",
        id=account_id,
    )
    page.goto("/profil/suppression")
    expect(page).to_have_url(re.compile("/verification"))


def test_a_demonstration_account_is_told_why_it_stays(new_page: NewPage) -> None:
    page = new_page("young")
    page.goto("/profil/suppression")
    expect(page.get_by_text("il ne peut pas être supprimé")).to_be_visible()
    expect(page.get_by_role("button", name="Supprimer définitivement")).to_have_count(0)
    page.get_by_role("link", name="Mon compte").first.click()
    expect(page.get_by_role("heading", level=1, name="Mon compte")).to_be_visible()


def test_the_menu_leads_to_the_account_and_to_the_preferences(new_page: NewPage) -> None:
    page = new_page("young", viewport=PHONE)
    page.goto("/espace")
    for name, heading in (("Mes préférences", "Mes préférences"), ("Mon compte", "Mon compte")):
        page.get_by_text("Menu de votre compte").locator("..").click()
        page.get_by_role("banner").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
