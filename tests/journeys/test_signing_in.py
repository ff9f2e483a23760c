"""Getting in, staying in, getting out."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPage
from tests.journeys.steps import enter_code, fill_sign_in, lines, open_list
from tests.server import Server

PASSWORD = "Lavande-Mistral-27"


def give_account(server: Server, email: str, member: str) -> None:
    """Make an account for a member who is not of the cast."""
    server.sql(
        "INSERT INTO member (number, last_name, first_name, birth_date) "
        "VALUES (:number, 'Roussel', 'Ada', '1980-01-01')",
        number=member,
    )
    server.command(
        "account",
        "create",
        f"--member={member}",
        f"--email={email}",
        "--password-stdin",
        typed=PASSWORD + "\n",
    )


def test_a_member_signs_in_where_they_were_going(server: Server, new_page: NewPage) -> None:
    give_account(server, "ada@example.org", "90000001")
    page = new_page()
    page.goto("/remboursements?categorie=dentaire")
    expect(page).to_have_url(re.compile("/connexion"))
    fill_sign_in(page, " ADA@example.org", PASSWORD)
    enter_code(page, server, "ada@example.org")
    expect(page.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
    cookies = {cookie.get("name"): cookie for cookie in page.context.cookies()}
    assert cookies["portal_session"].get("httpOnly")
    assert cookies["portal_session"].get("sameSite") == "Lax"
    assert page.evaluate("document.cookie") == ""


def test_a_wrong_password_is_told_in_words_and_five_make_one_wait(
    server: Server, new_page: NewPage
) -> None:
    give_account(server, "basile@example.org", "90000002")
    page = new_page()
    page.goto("/connexion")
    for _ in range(5):
        fill_sign_in(page, "basile@example.org", "Pas-le-bon-mot-1")
        expect(page.get_by_role("alert")).to_contain_text("incorrect")
        page.reload()
    fill_sign_in(page, "basile@example.org", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("attendez 1\u00a0minute")
    expect(page.get_by_role("alert")).to_be_focused()


def test_signing_out_empties_every_tab_and_back_shows_nothing(new_page: NewPage) -> None:
    page = new_page("young")
    open_list(page)
    other = page.context.new_page()
    open_list(other)
    shown = lines(page).first.inner_text()
    page.get_by_text("Menu de votre compte").locator("..").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté")).to_be_visible()
    expect(other).to_have_url(re.compile("/connexion"))
    assert shown not in other.content()
    page.go_back()
    expect(page).to_have_url(re.compile("/connexion"))
    assert shown not in page.content()


def test_two_members_in_turn_in_one_tab_share_nothing(new_page: NewPage) -> None:
    page = new_page()
    for name, greeting in (("Yanis Benali", "Bonjour Yanis"), ("Thi Mai Nguyen", "Bonjour Thi")):
        page.goto("/connexion")
        page.get_by_role("button", name=f"Entrer comme {name}").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(greeting)
    assert "Yanis" not in page.content()


def test_a_reload_keeps_one_signed_in(claire: Page) -> None:
    open_list(claire)
    claire.reload()
    expect(lines(claire).first).to_be_visible()


def test_one_is_warned_before_the_session_ends_and_can_stay(
    server: Server, new_page: NewPage
) -> None:
    page = new_page("long_name")
    page.goto("/espace")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    nearly = server.portal.clock.now() - server.portal.settings.limits.idle + timedelta(minutes=1)
    set_last_seen(server, "long_name", nearly)
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("vous serez déconnecté", timeout=15_000)
    expect(page.get_by_role("button", name="Rester connecté")).to_be_focused()
    page.get_by_role("button", name="Rester connecté").click()
    expect(dialog).to_be_hidden()


def test_a_session_left_alone_ends_and_says_so(server: Server, new_page: NewPage) -> None:
    page = new_page("collective")
    open_list(page)
    set_last_seen(
        server, "collective", server.portal.clock.now() - server.portal.settings.limits.idle
    )
    page.get_by_label("Trier par").select_option("anciens")
    expect(page.get_by_text("Votre session est terminée")).to_be_visible()
    expect(page).to_have_url(re.compile("/connexion"))


def test_another_tab_goes_on_after_one_proves_again_who_is_there(claire: Page) -> None:
    open_list(claire, "categorie=dentaire")
    other = claire.context.new_page()
    other.goto("/verification?next=/securite")
    other.get_by_role("button", name="Confirmer (démonstration)").click()
    expect(other.get_by_role("heading", level=1, name="Sécurité")).to_be_visible()
    expect(claire.get_by_role("group", name="Filtres actifs")).to_contain_text("Dentaire")
    expect(lines(claire).first).to_be_visible()
    expect(claire).to_have_url(re.compile("/remboursements"))


def set_last_seen(server: Server, member: str, moment: object) -> None:
    """Let time pass for a member's sessions."""
    server.sql(
        "UPDATE user_session SET last_seen_at = :moment WHERE account_id = :account",
        moment=str(moment).partition("+")[0],
        account=server.account_of(member).id,
    )
