"""The staff at their desk: a member is answered live, and two who answer do not cross."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.conversing import ask
from tests.journeys.conftest import NewPage
from tests.journeys.test_accessibility import assert_sound
from tests.server import Server, wait_until

ANSWER = "Réponse à l’adhérent"
MEANWHILE = re.compile("a répondu entre-temps")


def field(page: Page) -> Locator:
    return page.get_by_label(ANSWER)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_one_enters_as_the_demonstration_s_staff_in_one_click(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/connexion")
    page.get_by_role("button", name="Entrer comme Nadia Benali").click()
    expect(page.get_by_role("heading", level=1, name="Espace de l’équipe")).to_be_visible()
    navigation = page.get_by_role("navigation", name="Navigation principale")
    expect(navigation.get_by_role("link", name="Messages")).to_be_visible()
    expect(navigation.get_by_role("link", name="Journal")).to_have_count(0)


def test_a_member_is_answered_live_and_answers_back(server: Server, new_page: NewPage) -> None:
    reference = ask(server.portal, server.actor("family")).reference
    claire, nadia = new_page("family"), new_page("agent")
    claire.goto(f"/messagerie/{reference}")
    expect(claire.get_by_role("heading", level=1)).to_be_visible()
    nadia.goto("/admin/messages")
    nadia.get_by_label("Rechercher une conversation").fill(reference)
    row = nadia.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(row).to_have_count(1)
    press(nadia, f"M’attribuer {reference}")
    expect(row).to_contain_text("Vous")
    row.get_by_role("link").click()
    field(nadia).press_sequentially("Voici ce que j’ai trouvé.")
    nadia.get_by_label("Réponse type", exact=True).select_option("given:bien-recu")
    press(nadia, "Insérer")
    expect(field(nadia)).to_have_value(re.compile(r"^Voici ce que.*\n\nBonjour Claire,", re.S))
    expect(field(nadia)).to_have_value(re.compile(rf"{reference}.*Nadia$", re.S))
    nadia.get_by_text("Ajouter une note interne").click()
    nadia.get_by_label("Note, pour l’équipe").fill("Le praticien s’est trompé de code.")
    press(nadia, "Ajouter la note")
    expect(nadia.get_by_text("Note interne · Nadia Benali")).to_be_visible()
    expect(field(nadia)).to_have_value(re.compile("^Voici ce que"))
    nadia.get_by_role("button", name="Envoyer", exact=True).dblclick()
    thread = claire.get_by_role("list", name="Messages échangés")
    expect(thread.get_by_text("Voici ce que j’ai trouvé.")).to_be_visible()
    expect(thread.get_by_text("Nadia")).not_to_have_count(0)
    expect(field(nadia)).to_have_value("")
    assert "praticien" not in claire.content()
    count = "SELECT count(*) FROM message JOIN conversation c ON c.id = conversation_id"
    assert server.sql(f"{count} WHERE c.reference = :r", r=reference) == [(2,)]

    field(nadia).press_sequentially("Je commence à")
    claire.get_by_label("Écrire à la suite").fill("Merci, et pour mon fils Léo ?")
    press(claire, "Envoyer")
    expect(nadia.get_by_text("Merci, et pour mon fils Léo ?")).to_be_visible()
    field(nadia).press_sequentially(" écrire")
    expect(field(nadia)).to_have_value("Je commence à écrire")
    place = "SELECT body FROM message_draft WHERE place LIKE 'conversation-%'"
    wait_until(lambda: ("Je commence à écrire",) in server.sql(place), "the draft")
    nadia.reload()
    expect(field(nadia)).to_have_value("Je commence à écrire")


def test_two_agents_see_each_other_and_the_second_answer_waits(
    server: Server, new_page: NewPage
) -> None:
    reference = ask(server.portal, server.actor("retired")).reference
    nadia, olivier = new_page("agent"), new_page("manager")
    for page in (nadia, olivier):
        page.goto(f"/admin/messages/{reference}")
        expect(field(page)).to_be_visible()
    expect(nadia.get_by_text("Olivier Fontaine consulte aussi ce message.")).to_be_visible()
    field(olivier).fill("Bonjour, c’est fait.")
    expect(nadia.get_by_text("Olivier Fontaine est en train de répondre.")).to_be_visible()
    field(nadia).fill("Bonjour, je m’en occupe.")
    expect(olivier.get_by_text("Nadia Benali est en train de répondre.")).to_be_visible()
    press(olivier, "Envoyer")
    expect(nadia.get_by_text("Bonjour, c’est fait.")).to_be_visible()
    press(nadia, "Envoyer")
    expect(nadia.get_by_role("alert").get_by_text(MEANWHILE)).to_be_visible()
    expect(field(nadia)).to_have_value("Bonjour, je m’en occupe.")
    assert_sound(nadia)
    press(nadia, "Envoyer quand même")
    expect(olivier.get_by_text("Bonjour, je m’en occupe.")).to_be_visible()
    expect(nadia.get_by_role("alert")).to_have_count(0)
    olivier.get_by_role("link", name="Accueil").click()
    expect(nadia.get_by_text("consulte aussi")).to_have_count(0)


def test_what_comes_in_waits_until_it_is_asked_for_and_many_are_handed_on_at_once(
    server: Server, new_page: NewPage
) -> None:
    whom = server.actor("corsican")
    first = ask(server.portal, whom, team="retraite").reference
    page = new_page("manager")
    page.goto("/admin/messages?equipe=retraite")
    rows = page.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(rows).to_have_count(1)
    second = ask(server.portal, whom, team="retraite").reference
    expect(page.get_by_text("1 nouveau message")).to_be_visible()
    expect(rows).to_have_count(1)
    press(page, "Actualiser")
    expect(rows).to_have_count(2)
    for reference in (first, second):
        page.get_by_label(f"Sélectionner {reference}").check()
    page.get_by_label("Transférer à une équipe").select_option("contrats")
    press(page, "Transférer")
    expect(page.get_by_text("2 conversations transférées")).to_be_visible()
    press(page, "Retirer le filtre Retraite")
    expect(page).not_to_have_url(re.compile("equipe"))


def test_a_call_is_noted_and_taken_back(server: Server, new_page: NewPage) -> None:
    server.sql(
        "INSERT INTO support_request (reference, key, kind, reason, account_id, created_at)"
        " VALUES ('R-DESK49', 'desk-journey', 'not_me', 'connexion', :who, :now)",
        who=server.account_of("young").id,
        now=server.portal.clock.now(),
    )
    page = new_page("agent")
    page.goto("/admin/rappels")
    urgent = page.get_by_role("list", name="À rappeler dès que possible")
    expect(urgent.get_by_text("Yanis Benali")).to_be_visible()
    expect(urgent.get_by_role("link", name=re.compile("^0"))).to_have_attribute(
        "href", re.compile(r"^tel:\+33")
    )
    press(page, "C’est réglé, R-DESK49")
    expect(page.get_by_text("R-DESK49")).to_have_count(0)
    press(page, "Annuler")
    expect(page.get_by_text("R-DESK49")).to_be_visible()
    press(page, "C’est réglé, R-DESK49")
    expect(page.get_by_text("R-DESK49")).to_have_count(0)
