"""The security page, in a real browser: factors, sessions on two devices, "Ce n'est pas moi"."""

import re
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect
from pyotp.totp import TOTP
from sqlmodel import Session, select

from portal.models.accounts import Account
from portal.services.sessions import issue_ticket, redeem_ticket
from tests.journeys.conftest import NewPage
from tests.journeys.test_signing_in import PASSWORD, give_account
from tests.server import Server

_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def signed_in(server: Server, page: Page, email: str, user_agent: str = "") -> Page:
    """Open a session of an account in this page's browser."""

    def open_one(*, session: Session) -> str:
        account = session.exec(select(Account).where(Account.email == email)).one()
        assert account.id is not None
        now = server.portal.clock.now()
        ticket = issue_ticket(session, now=now, account_id=account.id, browser=email)
        session.flush()
        return redeem_ticket(
            session=session,
            now=now,
            limits=server.portal.settings.limits,
            ticket=ticket,
            browser=email,
            user_agent=user_agent,
            network="192.0.2.10",
        ).token

    token = server.portal.write(open_one)
    page.context.add_cookies([{"name": "portal_session", "value": token, "url": server.url}])
    return page


def open_security(page: Page) -> None:
    """Open the page, and wait for it."""
    page.goto("/securite")
    expect(page.get_by_role("heading", level=1, name="Sécurité")).to_be_visible()
    expect(page.get_by_role("heading", name="Sessions ouvertes")).to_be_visible()


def part(page: Page, name: str) -> Locator:
    """One section of the page."""
    return page.get_by_role("region", name=name, exact=True)


_number = count(91_000_001)


@pytest.fixture
def email(server: Server) -> str:
    """The e-mail of somebody whom no other test knows."""
    number = str(next(_number))
    give_account(server, f"s{number}@example.org", number)
    return f"s{number}@example.org"


@pytest.fixture
def page(server: Server, new_page: NewPage, email: str) -> Page:
    """Their security page."""
    shown = signed_in(server, new_page(), email, "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    open_security(shown)
    return shown


def test_a_passkey_is_added_with_its_name_and_removed(page: Page) -> None:
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    keys = part(page, "Clés d’accès")
    keys.get_by_label("Nom de la nouvelle clé").fill("Mon téléphone")
    keys.get_by_role("button", name="Ajouter une clé d’accès").click()
    expect(page.get_by_text("Votre clé d’accès est enregistrée.")).to_be_visible()
    expect(keys.get_by_role("listitem")).to_contain_text("Mon téléphone")
    keys.get_by_label("Nom de la nouvelle clé").fill("La même")
    keys.get_by_role("button", name="Ajouter une clé d’accès").click()
    expect(keys.get_by_text("Cet appareil a déjà une clé")).to_be_visible()
    keys.get_by_role("button", name="Retirer\u00a0: Mon téléphone").click()
    expect(keys.get_by_role("button", name="Annuler")).to_be_focused()
    keys.get_by_role("button", name="Retirer la clé").click()
    expect(keys.get_by_role("listitem")).to_have_count(0)


def test_an_application_is_set_up_from_its_typed_key_and_removed(page: Page) -> None:
    application = part(page, "Application d’authentification")
    application.get_by_role("button", name="Configurer une application").click()
    expect(application.get_by_role("img", name="QR code")).to_be_visible()
    code = application.get_by_label("Code à 6 chiffres")
    code.fill("000 000")
    application.get_by_role("button", name="Confirmer").click()
    expect(application.get_by_text("Ce code n’est pas le bon")).to_be_visible()
    expect(code).to_be_focused()
    secret = application.locator(".secret").inner_text().replace(" ", "")
    code.fill(TOTP(secret).now())
    application.get_by_role("button", name="Confirmer").click()
    expect(application.get_by_text("Active depuis")).to_be_visible()
    assert secret not in page.content()
    application.get_by_role("button", name="Retirer l’application").click()
    application.get_by_role("button", name="Retirer", exact=True).click()
    expect(application.get_by_role("button", name="Configurer une application")).to_be_visible()


def test_recovery_codes_are_shown_once(page: Page) -> None:
    codes = part(page, "Codes de secours")
    codes.get_by_role("button", name="Créer des codes").click()
    shown = codes.get_by_role("list", name="Codes de secours").get_by_role("listitem")
    expect(shown).to_have_count(10)
    first = shown.first.inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", first)
    with page.expect_download() as download:
        codes.get_by_role("button", name="Télécharger").click()
    assert first in download.value.path().read_text(encoding="utf-8")
    page.reload()
    expect(codes.get_by_text("Il vous reste 10\u00a0codes sur 10")).to_be_visible()
    assert first not in page.content()


def test_another_device_is_signed_out_on_its_open_page(
    server: Server, new_page: NewPage, email: str, page: Page
) -> None:
    other = signed_in(server, new_page(), email)
    other.goto("/remboursements")
    expect(other.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
    page.reload()
    sessions = page.get_by_role("list", name="Sessions ouvertes")
    expect(sessions.get_by_role("listitem")).to_have_count(2)
    expect(sessions.get_by_role("listitem").first).to_contain_text("Cet appareil")
    sessions.get_by_role("button", name="Déconnecter").click()
    expect(other).to_have_url(re.compile("/connexion"))
    expect(other.get_by_text("Votre session est terminée")).to_be_visible()
    expect(sessions.get_by_role("listitem")).to_have_count(1)
    history = page.get_by_role("list", name="Historique des connexions")
    expect(history.get_by_text("Déconnexion à distance")).to_be_visible()


def test_somebody_else_s_sign_in_closes_the_account_and_gives_a_reference(
    server: Server, new_page: NewPage, email: str, page: Page
) -> None:
    other = signed_in(server, new_page(), email)
    open_security(other)
    page.reload()
    page.get_by_role("button", name="Ce n’est pas moi").first.click()
    expect(page.get_by_role("button", name="Annuler")).to_be_focused()
    page.get_by_role("button", name="Oui, protéger mon compte").click()
    expect(page.get_by_role("heading", level=1, name="Votre compte est protégé")).to_be_visible()
    expect(page.get_by_text(re.compile("R-[0-9A-Z]{6}"))).to_be_visible()
    expect(page.get_by_role("link", name="Choisir un nouveau mot de passe")).to_be_visible()
    expect(other).to_have_url(re.compile("/connexion"))
    page.goto("/securite")
    expect(page).to_have_url(re.compile("/connexion"))


def test_the_password_is_changed_with_the_present_one(page: Page) -> None:
    section = part(page, "Mot de passe")
    section.get_by_role("button", name="Changer de mot de passe").click()
    current = section.get_by_label("Mot de passe actuel", exact=True)
    new = section.get_by_label("Nouveau mot de passe", exact=True)
    expect(current).to_be_focused()
    current.fill("Pas-le-bon-mot-1")
    new.fill("Trois bateaux rouges dansent")
    section.get_by_role("button", name="Changer le mot de passe").click()
    expect(section.get_by_text("Ce n’est pas votre mot de passe actuel")).to_be_visible()
    current.fill(PASSWORD)
    new.fill("azerty")
    section.get_by_role("button", name="Changer le mot de passe").click()
    expect(section.get_by_text("au moins 12 caractères").last).to_be_visible()
    new.fill("Trois bateaux rouges dansent")
    section.get_by_role("button", name="Changer le mot de passe").click()
    expect(page.get_by_text("Votre mot de passe est changé")).to_be_visible()
