"""The second step of signing in, and the proof asked again, as members see them."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPage
from tests.journeys.steps import enter_code, fill_sign_in, sign_in, wait_for_second_step
from tests.journeys.test_accessibility import SCREENS, assert_sound
from tests.journeys.test_signing_in import PASSWORD, give_account
from tests.server import Server

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def home(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")


def sign_out(page: Page) -> None:
    page.get_by_text("Menu de votre compte").locator("..").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté")).to_be_visible()


def test_a_trusted_device_asks_for_no_code_next_time(server: Server, new_page: NewPage) -> None:
    give_account(server, "celia@example.org", "90000011")
    page = new_page()
    page.goto("/connexion")
    fill_sign_in(page, "celia@example.org", PASSWORD)
    page.get_by_label("Faire confiance à cet appareil pendant 30 jours").check()
    enter_code(page, server, "celia@example.org")
    home(page)
    sign_out(page)
    page.goto("/connexion")
    fill_sign_in(page, "celia@example.org", PASSWORD)
    home(page)


def test_a_reload_keeps_the_second_step_and_one_can_begin_again(
    server: Server, new_page: NewPage
) -> None:
    give_account(server, "denis@example.org", "90000012")
    page = new_page()
    page.goto("/connexion")
    fill_sign_in(page, "denis@example.org", PASSWORD)
    expect(page.get_by_text("d•••@example.org")).to_be_visible()
    page.reload()
    page.get_by_label("Code à 6 chiffres").fill("12")
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_contain_text("n’est pas le bon")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("button", name="Renvoyer le code").click()
    expect(page.get_by_text("Un code vient d’être envoyé")).to_be_visible()
    page.get_by_text("Je n’ai plus accès à mon téléphone ni à mon e-mail").click()
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Je souhaite être rappelé")).to_be_visible()
    page.get_by_role("button", name="Revenir à la connexion").click()
    expect(page.get_by_role("heading", level=1, name="Connexion")).to_be_visible()
    sign_in(page, server, "denis@example.org", PASSWORD)
    home(page)


def test_a_sign_in_left_too_long_says_so_and_begins_again(
    server: Server, new_page: NewPage
) -> None:
    give_account(server, "elsa@example.org", "90000013")
    page = new_page()
    page.goto("/connexion?next=/remboursements")
    fill_sign_in(page, "elsa@example.org", PASSWORD)
    wait_for_second_step(page)
    server.sql("UPDATE pending_sign_in SET expires_at = '2020-01-01'")
    enter_code(page, server, "elsa@example.org")
    expect(page.get_by_text("Cette connexion a expiré")).to_be_visible()
    expect(page).to_have_url(re.compile("/connexion/?\\?.*next=/remboursements"))


def test_the_second_step_s_address_alone_leads_to_the_first(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/connexion/verification")
    expect(page.get_by_role("heading", level=1, name="Connexion")).to_be_visible()


def test_the_proof_asks_the_password_and_goes_on_with_the_same_session(
    server: Server, new_page: NewPage
) -> None:
    give_account(server, "farid@example.org", "90000014")
    page = new_page()
    page.goto("/connexion")
    sign_in(page, server, "farid@example.org", PASSWORD)
    home(page)
    before = {cookie.get("name"): cookie.get("value") for cookie in page.context.cookies()}
    page.goto("/verification?next=/remboursements")
    expect(
        page.get_by_role("heading", level=1, name="Confirmez que c’est bien vous")
    ).to_be_visible()
    page.get_by_label("Mot de passe", exact=True).fill("Pas-le-bon-mot-1")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("alert")).to_contain_text("n’est pas le bon")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
    after = {cookie.get("name"): cookie.get("value") for cookie in page.context.cookies()}
    assert after["portal_session"] != before["portal_session"]
    assert after["portal_browser"] == before["portal_browser"]


def test_a_demonstration_member_confirms_with_one_click(new_page: NewPage) -> None:
    page = new_page("retired")
    page.goto("/verification?next=//example.org")
    page.get_by_role("button", name="Confirmer (démonstration)").click()
    home(page)


def test_a_new_device_is_told(server: Server, new_page: NewPage) -> None:
    give_account(server, "gilda@example.org", "90000015")
    for _ in range(2):
        page = new_page()
        page.goto("/connexion")
        sign_in(page, server, "gilda@example.org", PASSWORD)
        home(page)
        # Somewhere else, and the next code is not asked for within two minutes of this one.
        now = server.portal.clock.now() - timedelta(minutes=5)
        server.sql("UPDATE one_time_code SET sent_at = :now", now=str(now).partition("+")[0])
    told = server.sql(
        "SELECT count(*) FROM outbox_message JOIN account ON account.id = account_id "
        "WHERE email = 'gilda@example.org' AND letter = 'new_device'"
    )
    assert told == [(1,)]


def test_a_passkey_opens_alone_and_stands_for_the_code(server: Server, new_page: NewPage) -> None:
    give_account(server, "hugo@example.org", "90000016")
    page = new_page()
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/connexion")
    sign_in(page, server, "hugo@example.org", PASSWORD)
    home(page)
    page.goto("/securite")
    page.get_by_label("Nom de la nouvelle clé").fill("Mon téléphone")
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    expect(page.get_by_text("Votre clé d’accès est enregistrée.")).to_be_visible()
    sign_out(page)
    page.goto("/connexion")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    home(page)
    sign_out(page)
    page.goto("/connexion")
    fill_sign_in(page, "hugo@example.org", PASSWORD)
    wait_for_second_step(page)
    page.get_by_text("Choisir une autre méthode").click()
    page.get_by_role("button", name="Une clé d’accès").click()
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    home(page)
    page.goto("/verification")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    home(page)


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_the_second_step_has_no_accessibility_fault(
    server: Server, new_page: NewPage, size: dict[str, int], scheme: str
) -> None:
    email = f"s{size['width']}-{scheme}@example.org"
    give_account(server, email, f"92{size['width']:05d}{len(scheme)}")
    page = new_page(viewport=size, color_scheme=scheme)
    page.goto("/connexion")
    fill_sign_in(page, email, PASSWORD)
    wait_for_second_step(page)
    assert_sound(page)
    page.get_by_text("Je n’ai plus accès").click()
    page.get_by_label("Code à 6 chiffres").fill("1")
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_sound(page)
