"""Creating an account, and asking for a human when it does not work."""

import json
import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from portal.domain.nir import nir_key
from tests.journeys.conftest import DESKTOP, NARROW, PHONE, NewPage
from tests.journeys.steps import fill_sign_in
from tests.journeys.test_accessibility import assert_sound
from tests.server import Server

PASSWORD = "Lavande-Mistral-27"
_order = count(101)


class Person:
    """Somebody the insurer knows who has no account yet."""

    def __init__(self, server: Server) -> None:
        order = next(_order)
        body = f"2800675056{order}"
        self.nir = f"{body}{nir_key(body):02d}"
        self.number, self.email = f"9100{order}", f"berthe{order}@example.org"
        server.sql(
            "INSERT INTO member (number, last_name, first_name, birth_date, nir_fingerprint) "
            "VALUES (:number, 'Le Guen', 'Berthe', '1980-06-05', :nir)",
            number=self.number,
            nir=server.portal.cipher.fingerprint(self.nir),
        )


@pytest.fixture
def berthe(server: Server) -> Person:
    """A member without an account."""
    return Person(server)


def sent(server: Server, letter: str, to: str) -> dict[str, str]:
    """What the last letter of a kind to somebody was filled with."""
    rows = server.sql(
        "SELECT recipient_sealed, values_sealed FROM outbox_message WHERE letter = :letter "
        "ORDER BY id DESC",
        letter=letter,
    )
    cipher = server.portal.cipher
    return json.loads(
        next(cipher.decrypt(values) for who, values in rows if cipher.decrypt(who) == to)
    )


def at_step(page: Page, number: int) -> None:
    """Wait for a step, and check that it is announced and sound."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(f"Étape {number} sur 5")
    assert_sound(page)


def give_identity(page: Page, person: Person, **changes: str) -> None:
    page.get_by_label("Nom", exact=True).fill(changes.get("last_name", "LE GUEN"))
    page.get_by_label("Prénom", exact=True).fill("Berthe")
    page.get_by_label("Date de naissance").fill("05/06/1980")
    page.get_by_label("Numéro de contrat ou d’adhérent").fill(person.number)
    page.get_by_role("button", name="Continuer").click()


def give_the_rest(page: Page, person: Person, phone: str = "") -> None:
    page.get_by_label("Numéro de sécurité sociale").fill(person.nir)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Adresse e-mail").fill(person.email)
    page.get_by_label("Téléphone mobile").fill(phone)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("J’accepte les conditions").check()
    page.get_by_role("button", name="Recevoir mon code").click()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_a_member_creates_an_account_and_signs_in(
    server: Server, new_page: NewPage, berthe: Person, size: dict[str, int], scheme: str
) -> None:
    page = new_page(viewport=size, color_scheme=scheme)
    page.goto("/")
    page.get_by_role("link", name="Créer votre compte").click()
    at_step(page, 1)
    give_identity(page, berthe)
    at_step(page, 2)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    wrong = berthe.nir[:-1] + str((int(berthe.nir[-1]) + 1) % 10)
    page.get_by_label("Numéro de sécurité sociale").fill(wrong)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("la clé")
    expect(page.get_by_role("alert")).to_be_focused()
    assert_sound(page)
    page.get_by_label("Numéro de sécurité sociale").fill(berthe.nir)
    page.get_by_role("button", name="Continuer").click()
    at_step(page, 3)
    page.get_by_label("Adresse e-mail").fill(berthe.email)
    page.get_by_label("Téléphone mobile").fill("06 39 98 12 34")
    page.get_by_role("button", name="Continuer").click()
    at_step(page, 4)
    assert berthe.nir not in page.content()
    page.get_by_label("Mot de passe", exact=True).press_sequentially("Berthe-1980")
    expect(page.get_by_role("status").filter(has_text="Faible")).to_be_visible()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    expect(page.get_by_role("status").filter(has_text="Très bon")).to_be_visible()
    page.get_by_label("J’accepte les conditions").check()
    page.get_by_role("button", name="Recevoir mon code").click()
    at_step(page, 5)
    expect(page.get_by_text("Vous pourrez demander un autre code dans 1:")).to_be_visible()
    page.get_by_label("Code reçu").fill("000000")
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("alert")).to_contain_text("pas le bon")
    code = sent(server, "activation_code", "+33639981234")["code"]
    page.get_by_label("Code reçu").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", level=1, name="Votre compte est créé")).to_be_visible()
    assert_sound(page)
    page.goto(sent(server, "confirm_email", berthe.email)["link"])
    page.get_by_role("button", name="Confirmer mon adresse").click()
    expect(page.get_by_text("Votre adresse est confirmée")).to_be_visible()
    page.get_by_role("link", name="Se connecter").click()
    fill_sign_in(page, berthe.email, PASSWORD)
    expect(page.get_by_role("heading", level=1, name="Vérifions")).to_be_visible()


def test_a_sign_up_goes_on_where_it_was_after_a_reload(new_page: NewPage, berthe: Person) -> None:
    page = new_page()
    page.goto("/inscription")
    page.get_by_label("Nom", exact=True).fill("Le Guen")
    page.get_by_label("Prénom", exact=True).fill("Berthe")
    page.get_by_label("Date de naissance").focus()
    expect(page.get_by_label("Date de naissance")).to_be_focused()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("date de naissance")
    page.reload()
    expect(page.get_by_label("Nom", exact=True)).to_have_value("Le Guen")
    give_identity(page, berthe)
    page.get_by_label("Numéro de sécurité sociale").fill(berthe.nir)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Étape 3")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Étape 3")
    page.get_by_role("button", name="Précédent").click()
    expect(page.get_by_text("Vous avez déjà écrit le numéro")).to_be_visible()
    page.get_by_role("button", name="Précédent").click()
    expect(page.get_by_label("Prénom", exact=True)).to_have_value("Berthe")
    stranger = new_page()
    stranger.goto("/inscription")
    expect(stranger.get_by_label("Prénom", exact=True)).to_have_value("")
    page.get_by_text("Recommencer depuis le début").click()
    page.get_by_role("button", name="Tout effacer").click()
    expect(page.get_by_label("Prénom", exact=True)).to_have_value("")


def test_a_newcomer_to_a_demonstration_tries_it_all(server: Server, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/inscription")
    page.get_by_role("button", name="Inventer une personne").click()
    expect(page.get_by_label("Nom", exact=True)).to_have_value("Roussel")
    for step in (2, 3, 4):
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Étape {step} sur 5")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("J’accepte les conditions").check()
    page.get_by_role("button", name="Recevoir mon code").click()
    box = page.get_by_role("link", name="Ouvrir la boîte d’envoi")
    expect(box).to_be_visible()
    assert_sound(page)
    page.set_viewport_size(NARROW)
    assert_sound(page)


def test_three_mismatches_lead_to_a_callback(
    server: Server, new_page: NewPage, berthe: Person
) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/inscription")
    for turn in range(3):
        give_identity(page, berthe, last_name="Autrement")
        give_the_rest(page, berthe)
        if turn < 2:
            expect(page.get_by_role("alert")).to_contain_text("aucun adhérent")
    refused = page.get_by_role("heading", level=1, name="Nous n’avons pas pu vous reconnaître")
    expect(refused).to_be_visible()
    assert_sound(page)
    page.get_by_role("main").get_by_role("link", name="Je souhaite être rappelé").click()
    page.get_by_role("button", name="Le plus tôt possible").click()
    page.get_by_label("Votre nom").fill("Berthe Le Guen")
    page.get_by_label("Votre numéro de téléphone").fill("06 39 98 12 34")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Difficulté de connexion")).to_be_visible()
    page.get_by_role("button", name="Confirmer le rappel").click()
    reference = page.get_by_text(re.compile(r"^R-\w{6}$"))
    expect(reference).to_be_visible()
    assert_sound(page)
    shown = reference.inner_text()
    assert server.sql("SELECT reason FROM booking WHERE reference = :r", r=shown) == [
        ("connexion",)
    ]


def test_who_has_an_account_already_sees_what_others_see(
    server: Server, new_page: NewPage, berthe: Person
) -> None:
    server.command(
        "account",
        "create",
        f"--member={berthe.number}",
        f"--email={berthe.email}",
        "--password-stdin",
        typed=PASSWORD + "\n",
    )
    page = new_page()
    page.goto("/inscription")
    give_identity(page, berthe)
    give_the_rest(page, berthe)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Étape 5 sur 5")
    assert sent(server, "already_registered", berthe.email) == {"first_name": "Berthe"}
    page.get_by_label("Code reçu").fill("123456")
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("alert")).to_contain_text("pas le bon")
