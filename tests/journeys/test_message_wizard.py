"""Writing a new message: on a phone, by keyboard, in two tabs, from one device to another."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.hostile_files import png
from tests.journeys.conftest import NARROW, PHONE, NewPage
from tests.journeys.test_accessibility import assert_sound
from tests.server import Server, wait_until

TEXT = "Bonjour,\nmon remboursement du 3 octobre n’apparaît pas. Merci de regarder."
THEME, SUBJECT = "Remboursements", "Le suivi d’un remboursement"
MOTIVE = "Mon remboursement n’apparaît pas"
SENT = "Votre message est envoyé"


def forget(server: Server, member: str) -> None:
    """No draft of a former journey."""
    account_id = server.actor(member).account_id
    server.sql("DELETE FROM message_draft WHERE account_id = :id", id=account_id)
    server.sql("DELETE FROM stored_file WHERE account_id = :id", id=account_id)


def wizard(new_page: NewPage, server: Server, member: str, **options: object) -> Page:
    forget(server, member)
    page = new_page(member, **options)
    page.goto("/messagerie/nouveau")
    expect(question(page, "Quel est le thème")).to_be_visible()
    return page


def question(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", level=1, name=re.compile(text))


def choice(page: Page, label: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").get_by_role("button", name=label)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Votre message")


def to_the_text(page: Page) -> None:
    """Answer the three questions; the last has an online service."""
    for label in (THEME, SUBJECT, MOTIVE):
        choice(page, label).click()
    press(page, "J’écris un message")
    expect(field(page)).to_be_visible()


def kept(server: Server, member: str) -> str:
    """The text of the draft, as the database has it."""
    rows = server.sql(
        "SELECT body FROM message_draft WHERE account_id = :id AND place = 'new'",
        id=server.actor(member).account_id,
    )
    return rows[0][0] if rows else ""


def write_text(page: Page, server: Server, member: str, text: str) -> None:
    field(page).fill(text)
    wait_until(lambda: kept(server, member) == text, "the draft to be kept")


def references(server: Server, member: str) -> set[str]:
    """Of all conversations of the member's."""
    rows = server.sql(
        "SELECT reference FROM conversation WHERE member_id = :id",
        id=server.actor(member).member_id,
    )
    return {reference for (reference,) in rows}


def test_a_message_is_written_step_by_step_on_a_phone(server: Server, new_page: NewPage) -> None:
    page = wizard(new_page, server, "farmer", viewport=PHONE)
    before = references(server, "farmer")
    assert_sound(page)
    page.get_by_role("radio", name="Employeur").check()
    expect(choice(page, THEME)).to_have_count(0)
    page.get_by_role("radio", name="Particulier").check()
    choice(page, THEME).click()
    expect(question(page, "De quoi s’agit-il")).to_be_focused()
    choice(page, SUBJECT).click()
    expect(question(page, "Quel est le motif")).to_be_focused()
    page.go_back()
    expect(question(page, "De quoi s’agit-il")).to_be_focused()
    expect(choice(page, SUBJECT)).to_contain_text("Votre choix")
    page.go_forward()
    choice(page, MOTIVE).click()
    offered = page.get_by_role("dialog", name="en ligne")
    expect(offered.get_by_role("button", name="J’utilise le service en ligne")).to_be_focused()
    assert_sound(page)
    press(page, "Je modifie mon choix")
    expect(question(page, "Quel est le motif")).to_be_focused()
    choice(page, MOTIVE).click()
    expect(offered).to_be_visible()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_visible()

    field(page).fill("Bonj👨‍👩‍👧")
    expect(page.get_by_text("745 caractères restants")).to_be_visible()
    press(page, "Continuer")
    expect(page.get_by_role("alert")).to_contain_text("ajoutez au moins 5\u00a0caractères")
    assert_sound(page)
    field(page).fill(TEXT)
    page.locator("input[type=file]").first.set_input_files(
        {"name": "facture.png", "mimeType": "image/png", "buffer": png()}
    )
    expect(page.get_by_role("link", name="facture.png")).to_be_visible()
    press(page, "Continuer")
    expect(question(page, "Vérifiez votre message")).to_be_focused()
    page.get_by_role("button", name="Modifier\u00a0: Motif").click()
    choice(page, "Mon remboursement tarde").click()
    press(page, "J’écris un message")
    expect(field(page)).to_have_value(TEXT)
    press(page, "Continuer")
    main = page.get_by_role("main")
    expect(main).to_contain_text("mon remboursement du 3 octobre n’apparaît pas")
    expect(main).to_contain_text("au plus tard le")
    expect(page.get_by_role("link", name="facture.png")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Envoyer", exact=True).dblclick()
    expect(question(page, SENT)).to_be_visible()
    (reference,) = references(server, "farmer") - before
    expect(main).to_contain_text(reference)
    expect(main).to_contain_text("facture.png")
    assert_sound(page)
    page.reload()
    expect(main).to_contain_text(reference)
    assert kept(server, "farmer") == ""
    told = server.sql(
        "SELECT channel FROM outbox_message WHERE account_id = :id AND key LIKE '%:received:%'",
        id=server.actor("farmer").account_id,
    )
    assert ("email",) in told
    page.get_by_role("link", name="Voir ce message").click()
    expect(page.get_by_role("main")).to_contain_text("Merci de regarder")


def test_a_message_is_written_by_keyboard_alone(server: Server, new_page: NewPage) -> None:
    page = wizard(new_page, server, "carer", viewport=NARROW)
    assert_sound(page)

    def reach(name: str) -> None:
        """Press Tab until the focus is there."""
        for _ in range(40):
            page.keyboard.press("Tab")
            focused = page.evaluate("document.activeElement.textContent")
            if name in focused:
                return
        raise AssertionError(f"{name} is out of reach")

    for label, following in (
        ("Retraite", "De quoi s’agit-il"),
        ("Demander ma retraite", "Quel est le motif"),
        ("Déposer ma demande", "Votre message"),
    ):
        reach(label)
        page.keyboard.press("Enter")
        expect(question(page, following)).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "body":
            break
    page.keyboard.type("Je souhaite déposer ma demande.")
    assert_sound(page)
    reach("Continuer")
    page.keyboard.press("Enter")
    expect(question(page, "Vérifiez votre message")).to_be_focused()
    assert_sound(page)
    reach("Envoyer")
    page.keyboard.press("Enter")
    expect(question(page, SENT)).to_be_visible()


def test_a_message_begun_is_resumed_elsewhere_and_survives_the_end_of_the_session(
    server: Server, new_page: NewPage
) -> None:
    page = wizard(new_page, server, "young")
    before = references(server, "young")
    to_the_text(page)
    write_text(page, server, "young", TEXT)
    server.sql(
        "DELETE FROM user_session WHERE account_id = :id", id=server.actor("young").account_id
    )
    page.reload()
    expect(page).to_have_url(re.compile("/connexion"))

    phone = new_page("young", viewport=PHONE)
    phone.goto("/espace")
    todo = phone.get_by_role("listitem").filter(has_text="Reprendre votre message")
    expect(todo).to_contain_text(THEME)
    todo.get_by_role("link").click()
    expect(phone.get_by_text("Vous reprenez un message commencé")).to_be_visible()
    expect(field(phone)).to_have_value(TEXT)
    assert_sound(phone)

    tab = phone.context.new_page()
    tab.goto("/messagerie/nouveau")
    write_text(tab, server, "young", TEXT + " Autre onglet.")
    changed = phone.get_by_text("Ce message a été modifié dans un autre onglet")
    expect(changed).to_be_visible()
    expect(field(phone)).to_have_value(TEXT)
    press(phone, "Afficher l’autre version")
    expect(field(phone)).to_have_value(TEXT + " Autre onglet.")
    expect(changed).not_to_be_visible()

    for one in (phone, tab):
        press(one, "Continuer")
        expect(question(one, "Vérifiez votre message")).to_be_visible()
    press(phone, "Envoyer")
    expect(question(phone, SENT)).to_be_visible()
    expect(tab.get_by_text("Ce message a été envoyé ou abandonné ailleurs")).to_be_visible()
    press(tab, "Envoyer")
    expect(question(tab, SENT)).to_be_visible()
    assert len(references(server, "young") - before) == 1


def test_a_message_about_a_reimbursement_is_given_up_and_found_again(
    server: Server, new_page: NewPage
) -> None:
    forget(server, "retired")
    page = new_page("retired")
    page.goto("/remboursements")
    page.get_by_role("list", name="Vos remboursements").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Comprendre les montants")).to_be_visible()
    act = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Écrire à propos de ce remboursement").click()
    about = page.get_by_text("Votre message concerne ce remboursement").locator("..")
    expect(about).to_contain_text(act)
    choice(page, "Une facture ou une pièce").click()
    choice(page, "J’envoie une facture").click()
    write_text(page, server, "retired", "Voici ma facture.")

    press(page, "Annuler")
    asked = page.get_by_role("alertdialog", name="Abandonner ce message")
    expect(asked.get_by_role("button", name="Continuer mon message")).to_be_focused()
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(asked).not_to_be_visible()
    expect(field(page)).to_have_value("Voici ma facture.")
    press(page, "Annuler")
    press(page, "Abandonner")
    expect(question(page, "Votre message est abandonné")).to_be_focused()
    assert kept(server, "retired") == ""
    press(page, "Retrouver mon message")
    expect(field(page)).to_have_value("Voici ma facture.")
    expect(about).to_contain_text(act)

    page.goto("/messagerie/nouveau?motif=remboursement-explication")
    expect(question(page, "Vous avez déjà un message commencé")).to_be_visible()
    assert_sound(page)
    press(page, "Écrire un autre message")
    expect(field(page)).to_have_value("")
    expect(page.get_by_text("Comprendre le montant d’un remboursement")).to_be_visible()
    undo = page.get_by_role("status").filter(has_text="Votre message précédent est effacé")
    undo.get_by_role("button", name="Annuler").click()
    expect(field(page)).to_have_value("Voici ma facture.")
    page.get_by_role("button", name="Ce n’est pas à propos").click()
    expect(about).not_to_be_visible()

    page.get_by_role("button", name="Modifier\u00a0: Sujet").click()
    choice(page, "Le montant").click()
    choice(page, "Comprendre le montant").click()
    press(page, "J’utilise le service en ligne")
    expect(page).to_have_url(re.compile(r"/remboursements/?$"))
    assert kept(server, "retired") == "Voici ma facture."
