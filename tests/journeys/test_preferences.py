"""Choosing what one is told of, and when."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, NewPage
from tests.server import Server


def box(page: Page, topic: str, channel: str) -> Locator:
    return page.get_by_role("group", name=topic).get_by_role("checkbox", name=channel)


def open_preferences(page: Page) -> None:
    page.goto("/profil/preferences")
    expect(page.get_by_role("heading", level=1, name="Mes préférences")).to_be_visible()
    expect(box(page, "Réponse à un message", "E-mail")).to_be_visible()


def forget(server: Server, member: str) -> None:
    account_id = server.actor(member).account_id
    for table in ("notification_choice", "quiet_hours"):
        server.sql(f"DELETE FROM {table} WHERE account_id = :id", id=account_id)
    server.sql("UPDATE account SET phone = '+33639980011' WHERE id = :id", id=account_id)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_a_choice_is_kept_as_soon_as_it_is_made_and_taken_back(
    server: Server, new_page: NewPage, size: dict[str, int]
) -> None:
    forget(server, "carer")
    page = new_page("carer", viewport=size)
    open_preferences(page)
    email = box(page, "Réponse à un message", "E-mail")
    expect(email).to_be_checked()
    email.uncheck()
    said = page.get_by_role("status").filter(has_text="Enregistré")
    expect(said).to_contain_text(
        "Réponse à un message\u00a0: vous ne serez plus prévenu par e-mail"
    )
    box(page, "Échéance", "SMS").check()
    expect(said).to_contain_text("Échéance\u00a0: vous serez prévenu par SMS")
    page.reload()
    expect(email).not_to_be_checked()
    expect(box(page, "Échéance", "SMS")).to_be_checked()
    email.check()
    expect(said).to_contain_text("vous serez prévenu par e-mail")
    page.get_by_role("button", name="Annuler").click()
    expect(email).not_to_be_checked()
    page.reload()
    expect(email).not_to_be_checked()


def test_two_tabs_show_the_same_choices(server: Server, new_page: NewPage) -> None:
    forget(server, "farmer")
    page = new_page("farmer")
    open_preferences(page)
    other = page.context.new_page()
    open_preferences(other)
    box(page, "Nouveau document", "Dans l’espace").uncheck()
    expect(box(other, "Nouveau document", "Dans l’espace")).not_to_be_checked()
    box(other, "Nouveau document", "Dans l’espace").check()
    expect(box(page, "Nouveau document", "Dans l’espace")).to_be_checked()


def test_a_choice_made_while_the_connection_is_cut_is_kept_when_it_is_back(
    server: Server, new_page: NewPage
) -> None:
    forget(server, "young")
    page = new_page("young", allowed="")
    open_preferences(page)
    page.context.set_offline(True)
    box(page, "Nouveau document", "E-mail").uncheck()
    page.context.set_offline(False)
    expect(page.get_by_role("status").filter(has_text="Enregistré")).to_be_visible()
    page.reload()
    expect(box(page, "Nouveau document", "E-mail")).not_to_be_checked()


def test_security_is_always_on_and_said_to_be(new_page: NewPage) -> None:
    page = new_page("young")
    open_preferences(page)
    security = page.get_by_role("group", name="Sécurité")
    expect(security).to_contain_text("toujours envoyées")
    expect(security.get_by_role("checkbox")).to_have_count(0)


def test_without_a_phone_the_sms_column_is_closed_and_says_why(
    server: Server, new_page: NewPage
) -> None:
    forget(server, "corsican")
    account_id = server.actor("corsican").account_id
    server.sql("UPDATE account SET phone = NULL WHERE id = :id", id=account_id)
    page = new_page("corsican")
    open_preferences(page)
    expect(page.get_by_text("Aucun numéro de mobile n’est enregistré")).to_be_visible()
    expect(box(page, "Rappel de rendez-vous", "SMS")).to_be_disabled()


def test_quiet_hours_are_set_corrected_and_left(server: Server, new_page: NewPage) -> None:
    forget(server, "collective")
    page = new_page("collective", viewport=PHONE)
    open_preferences(page)
    page.get_by_label("De", exact=True).fill("21:30")
    page.get_by_label("À", exact=True).fill("21:30")
    page.get_by_role("button", name="Activer les heures calmes").click()
    expect(page.get_by_role("alert")).to_contain_text("doit être différente")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("À", exact=True).fill("06:45")
    page.get_by_role("button", name="Activer les heures calmes").click()
    expect(
        page.get_by_text("Actives de 21\u00a0h\u00a030 à 6\u00a0h\u00a045.").first
    ).to_be_visible()
    page.reload()
    expect(page.get_by_label("À", exact=True)).to_have_value("06:45")
    page.get_by_role("button", name="Désactiver").click()
    expect(page.get_by_text("Vous n’avez plus d’heures calmes.")).to_be_visible()
    expect(page.get_by_label("De", exact=True)).to_be_focused()
