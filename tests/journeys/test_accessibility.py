"""Every page, on a phone and a computer, light and dark, for everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.conversing import ask
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, NewPage
from tests.journeys.steps import lines, open_filters, open_list
from tests.server import Server

PUBLIC = [
    "/",
    "/connexion",
    "/une-adresse-inconnue",
    "/demo/boite-d-envoi",
    "/compte-supprime",
    "/inscription",
    "/inscription/confirmation",
    "/mot-de-passe-oublie",
    "/reinitialisation",
    "/rappel",
    "/rappel?motif=connexion",
    "/rappel/suivi?jeton=inconnu",
    "/signalement?reference=R-7K3M9Q",
    "/aide",
    "/aide?q=zzzz",
    "/aide/lire-un-remboursement",
    "/aide/glossaire",
]
MEMBER = [
    "/espace",
    "/aide",
    "/verification",
    "/remboursements",
    "/remboursements/annee",
    "/messagerie/nouveau",
    "/notifications",
    "/messagerie",
    "/messagerie?q=monture",
    "/messagerie/M-AAAAAA",
    "/securite",
    "/rendez-vous",
    "/rendez-vous/nouveau",
    "/profil",
    "/profil/preferences",
    "/profil/suppression",
]
STAFF = [
    "/admin",
    "/admin/messages",
    "/admin/rappels",
    "/admin/reponses-types",
    "/admin/adherents",
    "/admin/creneaux",
    "/admin/bandeaux",
    "/admin/envois",
    "/admin/statistiques",
    "/admin/journal",
]
# Both sizes and both schemes: what either changes does not depend on the other.
SCREENS = [(PHONE, "dark"), (DESKTOP, "light")]


def assert_no_violation(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def assert_sound(page: Page) -> None:
    """One main heading, a title, a language, landmarks, and nothing cut off at the side."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    assert "Mutuelle Horizon" in page.title()
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert_fits(page)
    assert_no_violation(page)


def assert_fits(page: Page) -> None:
    """Nothing is cut off at the side."""
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    ), page.url


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_public_pages_have_no_accessibility_fault(
    new_page: NewPage, size: dict[str, int], scheme: str
) -> None:
    page = new_page(viewport=size, color_scheme=scheme, allowed="404")
    for address in PUBLIC:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if address == "/connexion":
            expect(page.get_by_role("button", name="Entrer comme Claire")).to_be_visible()
        assert_sound(page)


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_member_pages_have_no_accessibility_fault(
    new_page: NewPage, size: dict[str, int], scheme: str
) -> None:
    page = new_page("family", viewport=size, color_scheme=scheme)
    for address in MEMBER:
        page.goto(address)
        expect(page.get_by_text("Chargement en cours")).to_have_count(0)
        assert_sound(page)
    open_list(page)
    open_filters(page)
    expect(page.get_by_label("Période")).to_be_visible()
    assert_sound(page)
    open_list(page, "q=zzzz")
    expect(page.get_by_role("heading", name="Aucun remboursement ne correspond")).to_be_visible()
    assert_sound(page)
    open_list(page)
    lines(page).first.click()
    expect(page.get_by_role("heading", name="Comprendre les montants")).to_be_visible()
    assert_sound(page)


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_staff_pages_have_no_accessibility_fault(
    server: Server, new_page: NewPage, size: dict[str, int], scheme: str
) -> None:
    reference = ask(server.portal, server.actor("family")).reference
    page = new_page("administrator", viewport=size, color_scheme=scheme)
    for address in [*STAFF, f"/admin/messages/{reference}"]:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Chargement en cours")).to_have_count(0)
        assert_sound(page)
        page.set_viewport_size(NARROW)
        assert_fits(page)
        page.set_viewport_size(ViewportSize(width=size["width"], height=size["height"]))


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_is_cut_off_on_the_narrowest_screen_nor_when_zoomed(
    new_page: NewPage, width: int
) -> None:
    page = new_page("long_name", viewport={"width": width, "height": 450})
    for address in [*PUBLIC[:2], *MEMBER]:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Chargement en cours")).to_have_count(0)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), address


def test_what_one_touches_is_large_enough(new_page: NewPage) -> None:
    page = new_page("family", viewport=PHONE)
    open_list(page)
    open_filters(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, nav a, label.chip")]
            .filter(e => e.offsetParent && !e.classList.contains("skip"))
            .map(e => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect()])
            .filter(([_, box]) => box.height < 43.5 || box.width < 43.5)
            .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    )
    assert small == []


def test_the_keyboard_skips_to_the_content_and_a_new_page_is_read_from_its_content(
    new_page: NewPage,
) -> None:
    page = new_page("family")
    page.goto("/espace")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.get_by_role("navigation").get_by_role("link", name="Remboursements").click()
    expect(page.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
    expect(page.get_by_role("main")).to_be_focused()
