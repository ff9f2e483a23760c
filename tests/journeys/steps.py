"""What members do again and again."""

import json

from playwright.sync_api import Locator, Page, expect

from tests.server import Server

SEARCH = "Rechercher un remboursement"


def open_list(page: Page, query: str = "") -> None:
    """Open the reimbursements, and wait for them."""
    page.goto("/remboursements" + (f"?{query}" if query else ""))
    expect(page.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
    expect(count(page)).to_be_visible()


def count(page: Page) -> Locator:
    """The line that says how many reimbursements there are."""
    return page.get_by_text("remboursement").and_(page.get_by_role("status"))


def lines(page: Page) -> Locator:
    """The titles of the lines shown."""
    return page.get_by_role("list", name="Vos remboursements").get_by_role("link")


def search(page: Page, text: str) -> None:
    """Type in the search, key by key."""
    field = page.get_by_label(SEARCH)
    field.fill("")
    field.press_sequentially(text)


def open_filters(page: Page) -> None:
    """Unfold the filters."""
    page.locator("summary", has_text="Filtrer").click()


def fill_sign_in(page: Page, email: str, password: str) -> None:
    """Type an e-mail and a password, and send them."""
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def code_sent_to(server: Server, address: str) -> str:
    """The last sign-in code that an address or a phone received."""
    rows = server.sql(
        "SELECT recipient_sealed, values_sealed FROM outbox_message "
        "WHERE letter = 'sign_in_code' ORDER BY id DESC"
    )
    cipher = server.portal.cipher
    values = next(values for to, values in rows if cipher.decrypt(to) == address)
    return json.loads(cipher.decrypt(values))["code"]


def wait_for_second_step(page: Page) -> None:
    """See the second step: its code has been sent by then."""
    expect(
        page.get_by_role("heading", level=1, name="Vérifions que c’est bien vous")
    ).to_be_visible()
    expect(page.get_by_label("Code à 6 chiffres")).to_be_visible()


def enter_code(page: Page, server: Server, email: str) -> None:
    """Finish signing in with the code received by e-mail."""
    wait_for_second_step(page)
    page.get_by_label("Code à 6 chiffres").fill(code_sent_to(server, email))
    page.get_by_role("button", name="Valider").click()


def sign_in(page: Page, server: Server, email: str, password: str) -> None:
    """Sign in from the sign-in page, with the code received by e-mail."""
    fill_sign_in(page, email, password)
    enter_code(page, server, email)
