"""Looking for help, reading it, and saying whether it was of use."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, NewPage
from tests.journeys.test_accessibility import assert_sound
from tests.server import Server

SEARCH = "Rechercher dans l’aide"


def open_article(page: Page, slug: str, title: str) -> None:
    """Open an article, and wait for it."""
    page.goto(f"/aide/{slug}")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_on_a_phone_a_word_misspelt_leads_to_an_article_that_was_of_no_use(
    server: Server, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Aide", exact=True).click()
    page.get_by_label(SEARCH).press_sequentially("cart tiers payent")
    found = page.get_by_role("list", name="Réponses trouvées").get_by_role("link")
    expect(found.first).to_contain_text("Votre carte de mutuelle")
    expect(page).to_have_url(re.compile(r"/aide/?\?q=cart%20tiers%20payent"))
    found.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("carte de tiers payant")
    expect(page).to_have_title(re.compile("carte de tiers payant"))
    page.get_by_role("region", name="À lire aussi").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Le tiers payant")
    expect(page.get_by_role("main")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("carte de tiers payant")
    page.get_by_role("button", name="Non").click()
    page.get_by_label("Que vous manquait-il").fill("Je n’ai pas trouvé l’adresse.")
    page.get_by_role("button", name="Envoyer mon commentaire").click()
    expect(page.get_by_text("votre commentaire est enregistré")).to_be_visible()
    assert_sound(page)
    page.reload()
    expect(page.get_by_label("Que vous manquait-il")).to_have_value("Je n’ai pas trouvé l’adresse.")
    page.get_by_role("button", name="Oui").click()
    expect(page.get_by_text("Votre avis est enregistré")).to_be_visible()
    assert server.sql(
        "SELECT useful, comment FROM help_opinion WHERE slug = 'carte-de-tiers-payant'"
    ) == [(1, "")]


def test_a_search_that_finds_nothing_says_what_to_do_and_is_found_again(new_page: NewPage) -> None:
    page = new_page(viewport=DESKTOP)
    page.goto("/aide?q=zzzz")
    expect(page.get_by_label(SEARCH)).to_have_value("zzzz")
    expect(page.get_by_text("Aucune réponse")).to_be_visible()
    main = page.get_by_role("main")
    for way in ("Nous écrire", "Je souhaite être rappelé", re.compile("09.69")):
        expect(main.get_by_role("link", name=way)).to_be_visible()
    page.get_by_label(SEARCH).fill("")
    expect(page.get_by_role("heading", name="Questions fréquentes")).to_be_visible()


def test_a_word_is_explained_by_the_keyboard_alone(new_page: NewPage) -> None:
    page = new_page(viewport=DESKTOP)
    open_article(page, "lire-un-remboursement", "Lire une ligne de remboursement")
    word = page.get_by_role("button", name="ticket modérateur", exact=True)
    card = page.get_by_text("La part de la base de remboursement que l’Assurance Maladie")
    expect(card).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    expect(word).to_be_focused()
    assert_sound(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Voir dans le glossaire")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    word.click()
    page.get_by_role("link", name="Voir dans le glossaire").click()
    expect(page.get_by_role("heading", level=1, name="Glossaire")).to_be_visible()
    expect(page.locator("#terme-ticket-moderateur")).to_be_in_viewport()


def test_a_member_is_helped_from_the_page_where_they_are_and_stays_in_their_space(
    new_page: NewPage,
) -> None:
    page = new_page("family", viewport=DESKTOP)
    page.goto("/remboursements")
    page.get_by_text("Aide sur cette page").click()
    page.get_by_role("link", name="Où en est mon remboursement").click()
    expect(page.get_by_role("heading", level=1, name="Où en est mon")).to_be_visible()
    current = page.get_by_role("navigation", name="Navigation principale")
    expect(current.get_by_role("link", name="Aide")).to_have_attribute("aria-current", "page")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Imprimer / Télécharger le guide (PDF)").evaluate(
            "link => { link.download = 'guide.pdf'; link.click(); }"
        )
    assert begun.value.path().read_bytes().startswith(b"%PDF-")


def test_large_and_simple_is_kept_by_the_browser(new_page: NewPage) -> None:
    page = new_page("young", viewport=PHONE)
    page.goto("/espace")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    toggle = page.get_by_role("contentinfo").get_by_role("button", name="Affichage grand et simple")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    usual = page.evaluate(size)
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) == usual * 1.25
    assert_sound(page)
    page.reload()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(size) == usual
