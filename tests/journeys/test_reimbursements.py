"""Finding and understanding one's reimbursements."""

import csv
import io
import re

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, NewPage
from tests.journeys.steps import SEARCH, count, lines, open_filters, open_list, search


def test_a_newcomer_enters_the_demonstration_and_follows_a_line_to_its_amounts(
    new_page: NewPage,
) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name="Se connecter").click()
    page.get_by_role("button", name="Entrer comme Claire Moreau-Diallo").click()
    expect(page.get_by_role("heading", level=1, name="Bonjour Claire")).to_be_visible()
    expect(page.get_by_role("heading", name="À faire")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Remboursements").click()
    expect(page.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
    first = lines(page).first
    title = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_role("heading", name="Les étapes")).to_be_visible()
    page.locator("summary", has_text="Part de l’Assurance Maladie").click()
    expect(page.get_by_text("régime obligatoire").first).to_be_visible()


def test_the_search_ignores_accents_and_case_and_finds_by_every_word(new_page: NewPage) -> None:
    page = new_page("retired")
    open_list(page)
    everything = count(page).inner_text()
    for typed, found in [
        ("AUDITIVE", "Aide auditive"),
        ("cataracte", "cataracte"),
        ("pharmacie", "Médicament"),
    ]:
        search(page, typed)
        expect(lines(page).first).to_contain_text(re.compile(found, re.IGNORECASE))
        expect(page).to_have_url(re.compile(f"q={typed}"))
    search(page, "zzzz")
    expect(page.get_by_role("heading", name="Aucun remboursement ne correspond")).to_be_visible()
    page.get_by_role("button", name="Effacer les filtres").last.click()
    expect(count(page)).to_have_text(everything)


def test_a_crown_is_found_as_dental_and_as_a_prosthesis(new_page: NewPage) -> None:
    page = new_page("corsican")
    open_list(page)
    for typed in ("dentaire", "prothese", "prothèse"):
        search(page, typed)
        expect(page).to_have_url(re.compile("q="))
        expect(lines(page).first).to_contain_text(re.compile("couronne|implant|bridge", re.I))


def test_an_amount_and_a_practitioner_are_found(claire: Page) -> None:
    open_list(claire)
    search(claire, "30,00")
    expect(claire).to_have_url(re.compile("q=30"))
    expect(lines(claire).first).to_be_visible()
    search(claire, "ollivier")
    expect(claire.get_by_text("Dr Sandrine Ollivier").first).to_be_visible()


def test_filters_add_up_live_in_the_address_and_survive_a_reload(claire: Page) -> None:
    open_list(claire)
    open_filters(claire)
    claire.get_by_role("checkbox", name="Soins courants").check()
    expect(claire).to_have_url(re.compile("categorie=soins_courants"))
    claire.get_by_role("checkbox", name="Remboursement effectué").check()
    expect(claire).to_have_url(re.compile("statut=effectue"))
    claire.get_by_label("Bénéficiaire").select_option(label="Claire Moreau-Diallo")
    expect(claire).to_have_url(re.compile("beneficiaire="))
    found = count(claire).inner_text()
    claire.reload()
    expect(count(claire)).to_have_text(found)
    expect(claire.get_by_role("button", name="Retirer le filtre Soins courants")).to_be_visible()
    claire.get_by_role("button", name="Retirer le filtre Remboursement effectué").click()
    expect(claire).not_to_have_url(re.compile("statut="))
    expect(count(claire)).not_to_have_text(found)


def test_coming_back_from_a_line_finds_the_list_as_it_was(claire: Page) -> None:
    open_list(claire, "categorie=soins_courants&tri=depense_haute")
    found, first = count(claire).inner_text(), lines(claire).first.inner_text()
    lines(claire).nth(3).click()
    expect(claire.get_by_role("heading", name="Comprendre les montants")).to_be_visible()
    claire.go_back()
    expect(count(claire)).to_have_text(found)
    expect(lines(claire).first).to_have_text(first)
    expect(claire).to_have_url(re.compile("categorie=soins_courants.*tri=depense_haute"))


def test_the_order_and_the_pages(new_page: NewPage) -> None:
    page = new_page("heavy")
    open_list(page)
    expect(count(page)).to_have_text("300\u00a0remboursements")
    page.get_by_label("Trier par").select_option("depense_haute")
    expect(page).to_have_url(re.compile("tri=depense_haute"))
    dearest = lines(page).first.inner_text()
    page.get_by_role("button", name="Suivant").click()
    expect(page.get_by_text("Page 2 sur 15")).to_be_visible()
    expect(lines(page)).to_have_count(20)
    expect(page).to_have_url(re.compile("page=2"))
    page.get_by_role("button", name="Précédent").click()
    expect(lines(page).first).to_have_text(dearest)
    expect(page.get_by_role("button", name="Précédent")).to_be_disabled()


def test_the_totals_are_those_of_the_lines_found(claire: Page) -> None:
    open_list(claire)
    totals = claire.get_by_role("region", name="Totaux")
    everything = totals.inner_text()
    search(claire, "osteopathie")
    expect(totals).not_to_have_text(everything)
    expect(totals).to_contain_text("Reste à votre charge")


def test_the_whole_list_is_used_by_keyboard_alone(claire: Page) -> None:
    open_list(claire)
    claire.get_by_label(SEARCH).focus()
    claire.keyboard.type("generaliste")
    expect(claire).to_have_url(re.compile("q=generaliste"))
    claire.keyboard.press("Tab")
    claire.keyboard.press("Enter")
    expect(claire.get_by_label("Période")).to_be_visible()
    claire.get_by_role("checkbox", name="Remboursement effectué").focus()
    claire.keyboard.press("Space")
    expect(claire).to_have_url(re.compile("statut=effectue"))
    expect(claire.get_by_role("checkbox", name="Remboursement effectué")).to_be_focused()
    lines(claire).first.focus()
    claire.keyboard.press("Enter")
    expect(claire.get_by_role("heading", name="Comprendre les montants")).to_be_visible()


def test_a_member_without_care_is_told_what_will_come(new_page: NewPage) -> None:
    page = new_page("newcomer")
    page.goto("/remboursements")
    expect(page.get_by_role("heading", name="Pas encore de remboursement")).to_be_visible()
    page.goto("/espace")
    expect(page.get_by_text("Rien à faire de votre côté")).to_be_visible()


def test_another_member_s_line_looks_like_one_that_does_not_exist(
    new_page: NewPage, claire: Page
) -> None:
    open_list(claire)
    address = lines(claire).first.get_attribute("href")
    other = new_page("retired")
    seen = []
    for target in (address, "/remboursements/2147483000", "/remboursements/zzz"):
        other.goto(target or "")
        expect(other.get_by_role("heading", level=1)).to_have_text("Remboursement introuvable")
        seen.append(other.get_by_role("main").inner_text())
    assert len(set(seen)) == 1


def test_the_year_is_told_in_charts_and_in_tables(claire: Page) -> None:
    open_list(claire)
    claire.get_by_role("link", name="Votre année en chiffres").click()
    expect(claire.get_by_role("heading", name="Mois par mois")).to_be_visible()
    claire.get_by_text("Voir les chiffres en tableau").first.click()
    expect(claire.get_by_role("rowheader", name="Janvier")).to_be_visible()
    claire.get_by_label("Année", exact=True).select_option("2025")
    expect(claire).to_have_url(re.compile("annee=2025"))


def test_the_lines_found_leave_as_a_csv_file_and_as_a_workbook(claire: Page) -> None:
    open_list(claire, "categorie=dentaire")
    shown = int(count(claire).inner_text().split("\u00a0")[0])
    with claire.expect_download() as download:
        claire.get_by_role("link", name="Fichier CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == shown
    assert {row["Catégorie"] for row in rows} == {"Dentaire"}
    with claire.expect_download() as download:
        claire.get_by_role("link", name="Tableur (XLSX)").click()
    workbook = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert workbook.worksheets[0].max_row == shown + 2  # the header and the totals
