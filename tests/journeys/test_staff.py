"""The staff: let in with a second factor only, and kept apart from the members."""

import re

from playwright.sync_api import Page, expect
from pyotp.totp import TOTP

from tests.journeys.conftest import NARROW, NewPage
from tests.journeys.steps import fill_sign_in
from tests.journeys.test_accessibility import assert_sound
from tests.server import Server

PASSWORD = "Lavande-Mistral-27"


def add(server: Server, email: str, role: str = "gestionnaire") -> None:
    server.command(
        "staff",
        "add",
        f"--email={email}",
        "--name=Alice Martin",
        f"--role={role}",
        "--password-stdin",
        typed=PASSWORD + "\n",
    )


def set_up_application(page: Page) -> str:
    """Read the key shown, type its first code; return the key."""
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    key = page.get_by_role("code").inner_text().replace(" ", "")
    page.get_by_label("Code à 6 chiffres").fill(TOTP(key).now())
    page.get_by_role("button", name="Valider").click()
    return key


def test_staff_set_up_their_application_before_they_enter(
    server: Server, new_page: NewPage
) -> None:
    add(server, "alice@example.org")
    page = new_page()
    page.goto("/connexion?next=/remboursements")
    fill_sign_in(page, "alice@example.org", PASSWORD)
    expect(page.get_by_role("heading", level=1, name="Protégez votre compte")).to_be_visible()
    key = page.get_by_role("code").inner_text()
    page.reload()
    expect(page.get_by_role("code")).to_have_text(key)
    assert_sound(page)
    expect(page.get_by_label("Faire confiance")).to_have_count(0)
    set_up_application(page)
    expect(page.get_by_role("heading", level=1, name="Espace de l’équipe")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Alice Martin")
    expect(page.get_by_role("main")).to_contain_text("Gestionnaire")
    assert_sound(page)
    page.set_viewport_size(NARROW)
    assert_sound(page)
    page.goto("/remboursements")
    expect(page).to_have_url(re.compile("/admin"))
    expect(page.get_by_role("heading", level=1, name="Espace de l’équipe")).to_be_visible()


def test_a_member_gets_nothing_of_the_staff_s_pages(new_page: NewPage) -> None:
    page = new_page("young")
    page.goto("/admin")
    expect(page).to_have_url(re.compile("/espace"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour Yanis")


def test_a_member_then_staff_in_one_browser_share_nothing(
    server: Server, new_page: NewPage
) -> None:
    add(server, "bruno@example.org")
    page = new_page("young")
    page.goto("/espace")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour Yanis")
    page.goto("/connexion")
    fill_sign_in(page, "bruno@example.org", PASSWORD)
    set_up_application(page)
    expect(page.get_by_role("heading", level=1, name="Espace de l’équipe")).to_be_visible()
    assert "Yanis" not in page.content()
    page.get_by_text("Menu de votre compte").locator("..").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté")).to_be_visible()
    page.goto("/admin")
    expect(page).to_have_url(re.compile("/connexion"))
