"""The rest of the staff area, and what members see of it: banners, files, figures, surveys."""

import re

from playwright.sync_api import Page, ViewportSize, expect

from portal.domain.actors import MemberActor
from tests.journeys.conftest import PHONE, NewPage
from tests.journeys.test_accessibility import assert_sound
from tests.server import Server
from tests.test_statistics import answer
from tests.test_surveys import add_conversation

OUTAGE = "La télétransmission est ralentie ce matin."


def banners(page: Page, text: str = OUTAGE):
    return page.locator(".banners").get_by_text(text)


def test_a_banner_shows_at_once_on_every_open_page_and_goes_when_it_is_withdrawn(
    new_page: NewPage,
) -> None:
    staff, visitor, member = new_page("administrator"), new_page(viewport=PHONE), new_page("young")
    visitor.goto("/")
    member.goto("/remboursements")
    expect(member.get_by_role("heading", level=1, name="Remboursements")).to_be_visible()
    staff.goto("/admin/bandeaux")
    staff.get_by_label("Texte").fill(OUTAGE)
    staff.get_by_text("Perturbation", exact=True).click()
    expect(staff.get_by_text("Aperçu")).to_be_visible()
    staff.get_by_role("button", name="Publier le bandeau").click()
    for page in (staff, visitor, member):
        expect(banners(page)).to_be_visible()
    expect(visitor.get_by_role("button", name="Masquer ce message")).to_have_count(0)
    assert_sound(visitor)
    assert_sound(staff)
    visitor.goto("/connexion")
    expect(banners(visitor)).to_be_visible()
    staff.get_by_role("button", name=re.compile("^Retirer le bandeau")).first.click()
    for page in (visitor, member):
        expect(banners(page)).to_have_count(0)
    staff.get_by_role("button", name="Annuler").click()
    expect(banners(visitor)).to_be_visible()
    staff.get_by_role("button", name=re.compile("^Retirer le bandeau")).first.click()
    expect(banners(member)).to_have_count(0)


def test_an_information_can_be_put_away_in_its_tab(new_page: NewPage) -> None:
    staff, visitor = new_page("administrator"), new_page()
    text = "Nos bureaux ferment à midi."
    visitor.goto("/connexion")
    staff.goto("/admin/bandeaux")
    staff.get_by_label("Texte").fill(text)
    staff.get_by_role("button", name="Publier le bandeau").click()
    visitor.get_by_role("button", name="Masquer ce message").click()
    expect(banners(visitor, text)).to_have_count(0)
    expect(banners(staff, text)).to_be_visible()
    staff.get_by_role("button", name=re.compile("^Retirer le bandeau")).first.click()
    expect(banners(staff, text)).to_have_count(0)


def test_a_file_is_opened_for_a_reason_that_its_member_sees_at_once(
    server: Server, new_page: NewPage
) -> None:
    staff, member = new_page("administrator"), new_page("young")
    number = server.sql(
        "SELECT number FROM member WHERE id = :id", id=server.actor("young").member_id
    )[0][0]
    member.goto("/securite")
    expect(member.get_by_role("heading", name="Qui a consulté votre dossier")).to_be_visible()
    staff.goto("/admin/adherents")
    staff.get_by_label("Nom, ou prénom et nom").fill("Benali")
    staff.get_by_role("button", name="Rechercher").click()
    expect(staff.get_by_role("alert")).to_contain_text("Ajoutez la date de naissance")
    staff.get_by_label("Numéro d’adhérent").fill(number)
    staff.get_by_role("button", name="Rechercher").click()
    staff.get_by_role("link", name=re.compile("Yanis")).click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text("Pourquoi ouvrez-vous")
    assert_sound(staff)
    staff.get_by_role("button", name="Ouvrir le dossier").click()
    expect(staff.get_by_role("alert")).to_contain_text("Choisissez la raison")
    staff.get_by_label("Réclamation").check()
    staff.get_by_role("button", name="Ouvrir le dossier").click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text("Yanis")
    expect(member.get_by_role("list", name="Consultations de votre dossier")).to_contain_text(
        "Réclamation"
    )
    staff.get_by_role("button", name="Afficher les coordonnées").click()
    expect(staff.get_by_role("main")).to_contain_text("@example.org")
    assert_sound(staff)
    staff.set_viewport_size(ViewportSize(width=390, height=844))
    assert_sound(staff)
    staff.goto("/admin/journal")
    expect(staff.get_by_role("main")).to_contain_text("Coordonnées affichées")
    with staff.expect_download() as download:
        staff.get_by_role("link", name="Exporter en CSV").click()
    assert "member_file.opened" in download.value.path().read_text("utf-8-sig")


def test_an_answer_is_rated_on_a_phone_and_the_rating_can_be_corrected(
    server: Server, new_page: NewPage
) -> None:
    yanis: MemberActor = server.actor("young")
    one = server.portal.write(
        add_conversation, actor=yanis, at=server.portal.clock.now(), key="7K3M9Q"
    )
    server.portal.write(answer, conversation_id=one, at=server.portal.clock.now())
    page = new_page("young", viewport=PHONE)
    page.goto("/messagerie/M-7K3M9Q")
    expect(page.get_by_role("heading", name="Votre avis")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Donner mon avis").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez une réponse")
    page.get_by_label("Plutôt oui").check(force=True)
    page.get_by_label("Oui", exact=True).check(force=True)
    page.get_by_label("Un commentaire").fill("Merci, c’est clair.")
    page.get_by_role("button", name="Donner mon avis").click()
    expect(page.get_by_role("heading", name="Merci pour votre avis")).to_be_visible()
    assert_sound(page)
    page.reload()
    expect(page.get_by_text("Votre demande est réglée.")).to_be_visible()
    page.get_by_role("button", name="Modifier mon avis").click()
    expect(page.get_by_label("Un commentaire")).to_have_value("Merci, c’est clair.")
    page.get_by_label("Pas du tout").check(force=True)
    page.get_by_role("button", name="Donner mon avis").click()
    expect(page.get_by_text("pas du tout")).to_be_visible()
    assert server.sql("SELECT score FROM survey_answer WHERE about = :a", a=f"conversation:{one}")[
        0
    ] == (1,)


def test_a_part_of_the_dashboard_that_fails_says_so_and_the_rest_works(
    server: Server, new_page: NewPage
) -> None:
    page = new_page("young")
    server.sql("ALTER TABLE contribution RENAME TO contribution_gone")
    try:
        page.goto("/espace")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour Yanis")
        expect(page.get_by_text("Momentanément indisponible").first).to_be_visible()
        expect(page.get_by_role("heading", name="Derniers remboursements")).to_be_visible()
        expect(page.get_by_role("heading", name="Vos contrats")).to_be_visible()
        expect(page.get_by_text("tout est à jour")).to_have_count(0)
        assert_sound(page)
    finally:
        server.sql("ALTER TABLE contribution_gone RENAME TO contribution")
    page.get_by_role("button", name="Réessayer").first.click()
    expect(page.get_by_text("Momentanément indisponible")).to_have_count(0)
