"""Being called back with or without an account, and appointments."""

import re
from datetime import datetime
from itertools import count

import icalendar
from playwright.sync_api import Page, expect

from portal.domain.actors import Role, StaffActor, Visitor
from portal.domain.bookings import Kind, Reason
from portal.services.booking import Wish, book
from portal.services.bookings import close_booking
from portal.services.slots import open_days
from tests.journeys.conftest import PHONE, NewPage
from tests.journeys.test_accessibility import assert_sound
from tests.server import Server

_number = count(10)


def last_days(server: Server, kind: Kind = Kind.CALLBACK) -> list[datetime]:
    """Free slots of the furthest day but one: no other journey goes there by itself."""
    here = server.portal
    found = here.read(open_days, now=here.clock.now(), zone=here.settings.zone, kind=kind)
    return [slot.starts_at for slot in found[-2].slots if slot.is_free]


def fill(server: Server, starts_at: datetime, places: int) -> None:
    """Have others take so many places of a slot."""
    here = server.portal
    for _ in range(places):
        number = next(_number)
        here.write(
            book,
            actor=Visitor(),
            now=here.clock.now(),
            zone=here.settings.zone,
            cipher=here.cipher,
            wish=Wish(starts_at, "Quelqu’un", f"06 39 98 55 {number:02d}", Reason.CONTRACT),
            network=f"203.0.113.{number}",
        )


def choose(page: Page, server: Server, starts_at: datetime) -> None:
    """Choose a slot of one of the last days."""
    local = starts_at.astimezone(server.portal.settings.zone)
    page.get_by_role("button", name="Voir d’autres jours").click()
    page.locator(f"input[name=day][value='{local.date().isoformat()}']").check(force=True)
    slot_of(page, starts_at).check(force=True)


def slot_of(page: Page, starts_at: datetime):
    return page.locator(f"input[name=slot][value='{starts_at:%Y-%m-%dT%H:%MZ}']")


def step(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def ask_up_to_the_recap(page: Page, server: Server, starts_at: datetime, phone: str) -> None:
    page.goto("/rappel?motif=demande")
    step(page, "Quand vous appeler")
    choose(page, server, starts_at)
    page.get_by_role("button", name="Continuer").click()
    step(page, "À quel numéro")
    page.get_by_label("Votre nom et votre prénom").fill("Anne Petit")
    page.get_by_label("Votre numéro de téléphone").fill(phone)
    page.get_by_label("Votre adresse e-mail").fill("anne.petit@example.org")
    page.get_by_role("button", name="Continuer").click()
    step(page, "Tout est bon")


def test_a_visitor_is_called_back_moves_it_and_cancels_it_by_the_link(
    server: Server, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/rappel")
    step(page, "Pour quelle raison")
    expect(page.locator("input[name=reason]:checked")).to_have_count(0)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez le sujet")
    page.get_by_label("Nouvelle demande de prestations").check()
    page.get_by_role("button", name="Continuer").click()
    step(page, "Quand vous appeler")
    assert_sound(page)
    first, second = last_days(server)[:2]
    ask_up_to_the_recap(page, server, first, "06 39 98 54 01")
    assert_sound(page)
    page.get_by_role("button", name="Modifier\u00a0: Téléphone").click()
    page.get_by_label("Votre numéro de téléphone").fill("12")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("n’est pas valide")
    expect(page.get_by_label("Votre nom et votre prénom")).to_have_value("Anne Petit")
    page.get_by_label("Votre numéro de téléphone").fill("06 39 98 54 01")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Confirmer le rappel").dblclick()
    step(page, "Nous allons vous rappeler")
    assert_sound(page)
    reference = page.locator(".reference").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Ajouter à mon agenda").click()
    (event,) = icalendar.Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert str(event["UID"]).startswith(f"{reference}@")
    assert event.decoded("DTSTART") == first
    follow_the_letter(page, reference, second)
    assert server.sql("SELECT status, sequence FROM booking WHERE reference = :r", r=reference) == [
        ("booked", 3)
    ]


def follow_the_letter(page: Page, reference: str, second: datetime) -> None:
    """Move, cancel and take back by the link of the e-mail."""
    page.goto("/demo/boite-d-envoi")
    letter = page.get_by_role("article", name="Nous allons vous rappeler").filter(
        has_text=reference
    )
    letter.get_by_role("link", name="Ouvrir le lien du message").click()
    step(page, "Votre rappel")
    expect(page.get_by_text(reference)).to_be_visible()
    expect(page).not_to_have_url(re.compile("jeton"))
    page.get_by_role("button", name="Déplacer").click()
    page.get_by_role("button", name="Voir d’autres jours").click()
    page.locator(f"input[name=day][value='{second.date().isoformat()}']").check(force=True)
    slot_of(page, second).check(force=True)
    assert_sound(page)
    page.locator("form").get_by_role("button", name="Déplacer").click()
    expect(page.get_by_role("status").filter(has_text="est déplacé")).to_be_visible()
    page.get_by_role("button", name="Annuler", exact=True).click()
    page.get_by_role("button", name="Annuler le rappel").click()
    expect(page.get_by_text("Annulé", exact=True)).to_be_visible()
    page.get_by_role("button", name="Finalement, le garder").click()
    expect(page.get_by_text("Prévu", exact=True)).to_be_visible()


def test_of_two_who_want_the_last_place_one_is_offered_the_nearest(
    server: Server, new_page: NewPage
) -> None:
    last = last_days(server)[4]
    fill(server, last, 3)
    one, two = new_page(), new_page()
    ask_up_to_the_recap(one, server, last, "06 39 98 54 02")
    ask_up_to_the_recap(two, server, last, "06 39 98 54 03")
    three = new_page(viewport=PHONE)
    three.goto("/rappel?motif=suivi")
    choose(three, server, last)
    one.get_by_role("button", name="Confirmer le rappel").click()
    step(one, "Nous allons vous rappeler")
    # Whoever is still choosing sees it go, without a reload.
    expect(three.get_by_text("vient d’être pris")).to_be_visible()
    expect(slot_of(three, last)).to_be_disabled()
    expect(two.get_by_text("vient d’être pris")).to_be_visible()
    two.get_by_role("button", name="Confirmer le rappel").click()
    step(two, "Quand vous appeler")
    others = two.get_by_role("status").get_by_role("button")
    if others.count():
        others.first.click()
    else:
        two.get_by_role("button", name="Le plus tôt possible").click()
        step(two, "À quel numéro")
        two.get_by_role("button", name="Continuer").click()
    two.get_by_role("button", name="Confirmer le rappel").click()
    step(two, "Nous allons vous rappeler")


def test_a_member_makes_an_appointment_agrees_to_share_and_changes_it(
    server: Server, new_page: NewPage
) -> None:
    page = new_page("corsican", viewport=PHONE)
    page.goto("/rendez-vous")
    expect(page.get_by_role("heading", name="Aucun rendez-vous prévu")).to_be_visible()
    page.get_by_role("link", name="Prendre rendez-vous").click()
    step(page, "De quoi voulez-vous parler")
    page.get_by_label("Question sur mon contrat").check()
    page.get_by_label("Avec partage d’écran").check()
    consent = page.get_by_label("J’accepte ce partage")
    expect(consent).not_to_be_checked()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("il nous faut votre accord")
    consent.check()
    assert_sound(page)
    page.get_by_role("button", name="Continuer").click()
    step(page, "Quand")
    moments = last_days(server, Kind.APPOINTMENT)
    choose(page, server, moments[0])
    page.get_by_role("button", name="Continuer").click()
    step(page, "Tout est bon")
    page.get_by_label("Votre numéro de téléphone").fill("06 39 98 54 04")
    assert_sound(page)
    page.get_by_role("button", name="Confirmer le rendez-vous").click()
    expect(page.get_by_role("status").filter(has_text="est réservé")).to_be_visible()
    expect(page.get_by_text("Rendez-vous avec partage d’écran")).to_be_visible()
    expect(page.get_by_text("15\u00a0minutes avant")).to_be_visible()
    assert "visio.example.org" not in page.content()
    page.get_by_role("button", name="Déplacer").click()
    choose(page, server, moments[1])
    page.locator("form").get_by_role("button", name="Déplacer").click()
    expect(page.get_by_role("status").filter(has_text="est déplacé")).to_be_visible()
    page.get_by_role("button", name="Annuler", exact=True).click()
    expect(page.get_by_role("button", name="Garder le rendez-vous")).to_be_focused()
    page.get_by_role("button", name="Annuler le rendez-vous").click()
    expect(page.get_by_text("Annulé", exact=True)).to_be_visible()
    assert server.sql("SELECT count(*) FROM booking WHERE consented_at IS NOT NULL") == [(1,)]


def test_a_call_that_took_place_shows_at_once_and_is_asked_about(
    server: Server, new_page: NewPage
) -> None:
    page = new_page("heavy")
    moment = last_days(server)[6]
    here = server.portal
    booked = here.write(
        book,
        actor=server.actor("heavy"),
        now=here.clock.now(),
        zone=here.settings.zone,
        cipher=here.cipher,
        wish=Wish(moment, "Gérard Wojciechowski", "06 39 98 54 05", Reason.FOLLOW_UP),
    )
    page.goto("/espace")
    page.get_by_role("link", name="Voir le rendez-vous").click()
    expect(page.get_by_text(booked.reference)).to_be_visible()
    booking_id, version = server.sql(
        "SELECT id, version FROM booking WHERE reference = :r", r=booked.reference
    )[0]
    here.write(
        close_booking,
        actor=StaffActor(1, Role.AGENT, 0),
        now=here.clock.now(),
        booking_id=booking_id,
        version=version,
        outcome="done",
    )
    expect(page.get_by_role("heading", name="Votre avis")).to_be_visible()
    expect(page.get_by_text("Fait", exact=True)).to_be_visible()
