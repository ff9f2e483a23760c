"""What members do again and again."""

from playwright.sync_api import Locator, Page, expect

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
