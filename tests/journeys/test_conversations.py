"""Members and the staff write to each other, live."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from portal.domain.conversations import Author
from portal.models.messages import Conversation
from portal.services.conversations import Opened, mark_read
from tests.conversing import answer, ask, messages_of
from tests.journeys.conftest import PHONE, NewPage
from tests.server import Server, wait_until


def asked(server: Server, body: str, member: str = "family", **fields: str) -> Opened:
    return ask(server.portal, server.actor(member), body, **fields)


def messages(page: Page) -> Locator:
    return page.get_by_role("list", name="Messages échangés").get_by_role("article")


def conversations(page: Page) -> Locator:
    return page.get_by_role("list", name="Vos conversations")


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def reply_field(page: Page) -> Locator:
    return page.get_by_label("Écrire à la suite")


def open_thread(page: Page, opened: Opened) -> None:
    page.goto(f"/messagerie/{opened.reference}")
    expect(messages(page).first).to_be_visible()


def stored_draft(server: Server, opened: Opened) -> str:
    rows = server.sql(
        "SELECT body FROM message_draft WHERE place = :place",
        place=f"conversation-{opened.conversation_id}",
    )
    return rows[0][0] if rows else ""


def test_an_answer_reaches_the_phone_at_once_is_read_and_answered_once(
    server: Server, new_page: NewPage
) -> None:
    page = new_page("corsican", viewport=PHONE)
    opened = asked(server, "Combien de séances reste-t-il\u00a0?", "corsican")
    page.goto("/espace")
    expect(page.get_by_role("heading", name="À faire")).to_be_visible()
    link = page.get_by_role("navigation").get_by_role("link", name="Messages")
    expect(link).to_have_text("Messages")
    answer(server.portal, opened, "Il vous reste 5\u00a0séances cette année.")
    expect(link).to_have_text("Messages1 à lire")
    page.get_by_role("link", name="Lire la réponse").click()

    expect(messages(page)).to_have_count(2)
    expect(messages(page).last).to_contain_text("Nouveau")
    expect(page.get_by_text("Réponse reçue")).to_be_visible()
    wait_until(
        lambda: server.sql(
            "SELECT 1 FROM message WHERE author = 'staff' AND read_at IS NOT NULL "
            "AND conversation_id = :id",
            id=opened.conversation_id,
        ),
        "the answer to be read",
    )
    expect(messages(page).last).to_contain_text("Vous l’avez lu le")
    expect(link).to_have_text("Messages")
    expect(page.get_by_role("heading", name="Votre avis")).to_be_visible()
    assert_accessible(page)

    reply_field(page).fill("Merci beaucoup, bonne journée 👩‍👩‍👧‍👧 !")
    expect(page.get_by_text("717 caractères restants")).to_be_visible()
    page.get_by_role("button", name="Envoyer", exact=True).dblclick()
    expect(page.get_by_text(f"Votre message est envoyé ({opened.reference})")).to_be_visible()
    expect(messages(page)).to_have_count(3)
    expect(reply_field(page)).to_have_value("")
    expect(page.get_by_text("En attente de réponse")).to_be_visible()
    expect(messages(page).last).to_contain_text("Pas encore lu")

    def staff_opens_it(*, session) -> None:
        row = session.get(Conversation, opened.conversation_id)
        mark_read(session, conversation=row, reader=Author.STAFF, now=server.portal.clock.now())

    server.portal.write(staff_opens_it)
    expect(messages(page).last).to_contain_text(re.compile("Lu le .* à"))
    sent = [one for one in messages_of(server.portal) if one.body.startswith("Merci beaucoup")]
    assert len(sent) == 1


def test_what_one_types_is_left_alone_kept_and_offered_on_another_device(
    server: Server, new_page: NewPage
) -> None:
    opened = asked(server, "Avez-vous reçu mon devis\u00a0?")
    computer, phone = new_page("family"), new_page("family", viewport=PHONE)
    open_thread(computer, opened)
    open_thread(phone, opened)
    reply_field(computer).press_sequentially("Je précise que")
    answer(server.portal, opened, "Oui, il est à l’étude.")
    expect(messages(computer)).to_have_count(2)
    expect(computer.get_by_text("Une réponse vient d’arriver")).to_be_visible()
    expect(reply_field(computer)).to_have_value("Je précise que")
    expect(reply_field(computer)).to_be_focused()
    reply_field(computer).press_sequentially(" c’est urgent")
    wait_until(lambda: stored_draft(server, opened).endswith("urgent"), "the draft")

    expect(phone.get_by_text("Un autre brouillon existe")).to_be_visible()
    expect(reply_field(phone)).to_have_value("")
    phone.get_by_role("button", name="Reprendre ce brouillon").click()
    expect(reply_field(phone)).to_have_value("Je précise que c’est urgent")
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    expect(messages(phone)).to_have_count(3)
    expect(messages(computer)).to_have_count(3)
    expect(reply_field(computer)).to_have_value("Je précise que c’est urgent")
    computer.get_by_role("button", name="Envoyer", exact=True).click()
    expect(reply_field(computer)).to_have_value("")
    expect(messages(computer)).to_have_count(3)  # the very same reply, sent twice

    reply_field(computer).press_sequentially("Une phrase à peine finie")
    computer.reload()  # before the server was told
    expect(reply_field(computer)).to_have_value("Une phrase à peine finie")
    wait_until(lambda: stored_draft(server, opened) == "Une phrase à peine finie", "the draft")
    computer.goto("/messagerie")
    expect(
        conversations(computer).get_by_role("listitem").filter(has_text="Brouillon")
    ).to_have_count(1)


def test_too_long_a_text_is_said_and_nothing_is_lost(server: Server, new_page: NewPage) -> None:
    opened = asked(server, "اين هو طلبي \u202e" + "x" * 300 + " https://exemple.fr/piege")
    page = new_page("family", viewport={"width": 320, "height": 640})
    open_thread(page, opened)
    assert messages(page).get_by_role("link").count() == 0
    long = "é" * 752
    reply_field(page).fill(long)
    expect(page.get_by_text("2 caractères en trop")).to_be_visible()
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("retirez 2\u00a0caractères")
    expect(reply_field(page)).to_have_value(long)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert_accessible(page)


def test_a_late_answer_is_said_and_chased_once(server: Server, new_page: NewPage) -> None:
    page = new_page("retired")
    page.goto("/messagerie")
    late = conversations(page).get_by_role("listitem").filter(has_text="En retard")
    late.get_by_role("link").click()
    expect(page.get_by_text("En retard")).to_be_visible()
    expect(page.get_by_text(re.compile("9.messages sur 10"))).to_be_visible()
    page.get_by_text("Relancer", exact=True).click()
    expect(page.get_by_label("Votre relance")).to_have_value(re.compile("je vous ai écrit le"))
    page.get_by_role("button", name="Envoyer la relance").click()
    expect(page.get_by_text("Votre relance est envoyée")).to_be_visible()
    expect(messages(page)).to_have_count(2)
    expect(page.get_by_text("Relancer", exact=True)).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="Me faire rappeler").click()
    expect(page).to_have_url(re.compile(r"/rappel\?motif=suivi"))


def test_the_list_is_searched_shown_whole_and_followed_live(
    server: Server, new_page: NewPage
) -> None:
    page = new_page("carer")
    opened = asked(server, "Puis-je envoyer la facture d’ambulance\u00a0?", "carer")
    page.goto("/messagerie")
    expect(conversations(page).get_by_role("listitem")).to_have_count(1)
    show = page.get_by_role("button", name="Afficher les conversations terminées")
    show.click()
    hide = page.get_by_role("button", name="Masquer les conversations terminées")
    expect(hide).to_be_visible()
    expect(page).to_have_url(re.compile("terminees=1"))
    page.reload()
    expect(hide).to_be_visible()
    assert conversations(page).get_by_role("listitem").count() > 1
    hide.click()
    expect(conversations(page).get_by_role("listitem")).to_have_count(1)

    field = page.get_by_label("Rechercher dans vos messages")
    field.press_sequentially("AMBULANCE")
    expect(conversations(page).locator("mark")).to_have_text("ambulance")
    answer(server.portal, opened, "Oui, l’ambulance est prise en charge.")
    expect(conversations(page)).to_contain_text("1\u00a0réponse non lue")
    expect(field).to_be_focused()
    expect(field).to_have_value("AMBULANCE")
    expect(page).to_have_url(re.compile("q=AMBULANCE"))
    field.fill("zzzz")
    expect(page.get_by_role("heading", name="Aucune conversation trouvée")).to_be_visible()
    page.get_by_role("button", name="Effacer la recherche").click()
    expect(field).to_have_value("")
    expect(conversations(page).get_by_role("listitem")).to_have_count(1)
    assert_accessible(page)


def test_another_member_s_conversation_is_unknown(server: Server, new_page: NewPage) -> None:
    opened = asked(server, "Une question qui ne regarde que moi.")
    page = new_page("young")
    page.goto(f"/messagerie/{opened.reference}")
    expect(page.get_by_role("heading", name="Conversation introuvable")).to_be_visible()
    page.get_by_role("link", name="Voir vos messages").click()
    expect(page.get_by_role("heading", level=1, name="Messages")).to_be_visible()
