"""A forgotten password, from the sign-in page to a new password."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, NewPage
from tests.journeys.steps import fill_sign_in
from tests.journeys.test_accessibility import assert_sound
from tests.journeys.test_sign_up import PASSWORD, Person, sent
from tests.server import Server

NEW = "Genêt-Tramontane-31"


def test_a_forgotten_password_is_replaced_with_a_link_that_serves_once(
    server: Server, new_page: NewPage
) -> None:
    person = Person(server)
    server.command(
        "account",
        "create",
        f"--member={person.number}",
        f"--email={person.email}",
        "--password-stdin",
        typed=PASSWORD + "\n",
    )
    page = new_page(viewport=PHONE)
    page.goto("/connexion")
    page.get_by_role("link", name=re.compile("Mot de passe oublié")).click()
    page.get_by_label("Adresse e-mail").fill("claire")
    page.get_by_role("button", name="Recevoir un lien").click()
    expect(page.get_by_role("alert")).to_contain_text("pas valide")
    page.get_by_label("Adresse e-mail").fill(person.email)
    page.get_by_role("button", name="Recevoir un lien").click()
    expect(page.get_by_role("heading", level=1, name="Regardez vos e-mails")).to_be_visible()
    assert_sound(page)
    link = sent(server, "reset_password", person.email)["link"]
    other = new_page()
    other.goto(link)
    expect(other.get_by_label("Nouveau mot de passe", exact=True)).to_be_visible()
    expect(other).to_have_url(re.compile(r"/reinitialisation/?$"))
    assert_sound(other)
    other.get_by_label("Nouveau mot de passe", exact=True).fill("Berthe-LeGuen-80")
    other.get_by_role("button", name="Changer mon mot de passe").click()
    expect(other.get_by_role("alert")).to_contain_text("vous concerne")
    other.reload()
    other.get_by_label("Nouveau mot de passe", exact=True).fill(NEW)
    other.get_by_role("button", name="Changer mon mot de passe").click()
    expect(other.get_by_text("Connectez-vous avec votre nouveau mot de passe")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("déjà servi")).to_be_visible()
    assert_sound(page)
    other.get_by_role("link", name="Se connecter").click()
    fill_sign_in(other, person.email, NEW)
    expect(other.get_by_role("heading", level=1, name="Vérifions")).to_be_visible()
    assert link.partition("jeton=")[2] not in server.log


def test_an_unknown_address_is_answered_in_the_same_words(
    server: Server, new_page: NewPage
) -> None:
    page = new_page()
    page.goto("/mot-de-passe-oublie")
    page.get_by_label("Adresse e-mail").fill("nobody@example.org")
    page.get_by_role("button", name="Recevoir un lien").click()
    expect(page.get_by_role("heading", level=1, name="Regardez vos e-mails")).to_be_visible()
    assert sent(server, "no_account", "nobody@example.org") == {}
    page.goto("/reinitialisation")
    expect(page.get_by_text("Ouvrez cette page avec le lien")).to_be_visible()
