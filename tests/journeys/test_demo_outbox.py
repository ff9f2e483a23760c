"""The outbox of the demonstration: what would have been sent, with its codes and links."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.services.outbox import post
from tests.journeys.conftest import PHONE, NewPage
from tests.journeys.test_accessibility import assert_sound
from tests.letters import VALUES
from tests.server import Server, wait_until

ADDRESS = "/demo/boite-d-envoi"


def send(server: Server, letter: Letter, key: str, to: str, channel: Channel) -> None:
    """Have the portal send a letter."""
    server.portal.write(
        post,
        cipher=server.portal.cipher,
        now=server.portal.clock.now(),
        key=key,
        channel=channel,
        to=to,
        letter=letter,
        values=VALUES[letter],
    )


def statuses(server: Server, key: str) -> list[tuple]:
    return server.sql("SELECT status FROM outbox_message WHERE key = :key", key=key)


@contextmanager
def real_data(server: Server) -> Iterator[None]:
    """Have the server believe that its data are real."""
    server.sql("UPDATE installation SET data_origin = 'real'")
    try:
        yield
    finally:
        server.sql("UPDATE installation SET data_origin = 'demo'")


def newest(page: Page, title: str):
    """The newest message of this title."""
    return page.get_by_role("article", name=title).first


def test_a_newcomer_finds_the_code_and_the_link_that_were_sent(
    server: Server, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE)
    page.goto(ADDRESS)
    expect(page.get_by_role("heading", level=1, name="Boîte d’envoi")).to_be_visible()
    send(server, Letter.ACTIVATION_CODE, "demo:code", "+33612345678", Channel.SMS)
    send(server, Letter.CONFIRM_EMAIL, "demo:link", "nouvelle@example.org", Channel.EMAIL)
    page.get_by_role("button", name="Actualiser").click()
    code = newest(page, "Votre code d’activation")
    expect(code).to_contain_text("+33612345678")
    expect(code.get_by_text("482913", exact=True)).to_be_visible()
    letter = newest(page, "Confirmez votre adresse e-mail")
    expect(letter).to_contain_text("nouvelle@example.org")
    letter.get_by_text("Lire le message").click()
    expect(letter.get_by_text("Bonjour Claire,")).to_be_visible()
    assert_sound(page)
    expect(letter.get_by_role("link", name="Ouvrir le lien du message")).to_have_attribute(
        "href", VALUES[Letter.CONFIRM_EMAIL]["link"]
    )
    wait_until(lambda: statuses(server, "demo:link") == [("sent",)], "the letter to leave")


def test_outside_a_demonstration_the_page_does_not_exist(server: Server, new_page: NewPage) -> None:
    send(server, Letter.SIGN_IN_CODE, "demo:hidden", "claire@example.org", Channel.EMAIL)
    page = new_page()
    with real_data(server):
        page.goto(ADDRESS)
        expect(page.get_by_role("heading", name="Cette page n’existe pas")).to_be_visible()
        assert "482913" not in page.content()
        send(server, Letter.WELCOME, "demo:waits", "claire@example.org", Channel.EMAIL)
        assert statuses(server, "demo:waits") == [("waiting",)]


def test_a_letter_waits_in_the_outbox_until_the_server_is_back(server: Server) -> None:
    server.stop()
    send(server, Letter.WELCOME, "demo:restart", "claire@example.org", Channel.EMAIL)
    listed = server.command("outbox", "list")
    assert "Votre espace est ouvert" in listed
    server.start()
    wait_until(lambda: statuses(server, "demo:restart") == [("sent",)], "the letter to leave")
