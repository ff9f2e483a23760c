"""The pictures of the help's guides, taken from the real application by ``make guides``.

They show the demonstration's people, who are invented, on a phone, in the light theme. The name of
this file keeps it out of the ordinary runs.
"""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, expect
from pyotp.totp import TOTP

from tests.journeys.conftest import NewPage
from tests.journeys.steps import (
    count,
    enter_code,
    fill_sign_in,
    open_filters,
    open_list,
    search,
    wait_for_second_step,
)
from tests.journeys.test_security_page import signed_in
from tests.journeys.test_signing_in import PASSWORD, give_account
from tests.server import Server

PICTURES = Path(__file__).parents[2] / "assets" / "help"
PHONE = {"width": 390, "height": 720}
HEAVIEST = 55 * 1024  # bytes
_QUALITIES = (80, 70, 60, 50, 40)
_MARGIN = 12


def keep(page: Page, name: str, *shown: Locator) -> None:
    """Store what is around some elements, as wide as the phone; or the whole screen."""
    # What is fixed to the screen would lie across a picture that is higher than it.
    page.evaluate(
        """() => { document.activeElement?.blur();
            for (const bar of document.querySelectorAll(".shell-nav, .toasts, .skip"))
                bar.style.display = "none"; }"""
    )
    clip = _around(shown) if shown else None
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=bool(shown))))
    PICTURES.mkdir(exist_ok=True)
    for quality in _QUALITIES:
        picture.convert("RGB").save(PICTURES / name, "WEBP", quality=quality, method=6)
        if (PICTURES / name).stat().st_size <= HEAVIEST:
            return
    raise AssertionError(f"{name} is too heavy")


def _around(shown: tuple[Locator, ...]) -> FloatRect:
    boxes = [box for box in (one.bounding_box() for one in shown) if box]
    top = min(box["y"] for box in boxes) - _MARGIN
    bottom = max(box["y"] + box["height"] for box in boxes) + _MARGIN
    scrolled = shown[0].page.evaluate("window.scrollY")
    return {"x": 0, "y": max(top + scrolled, 0), "width": PHONE["width"], "height": bottom - top}


def phone(new_page: NewPage, member: str = "") -> Page:
    """A phone held upright, sharp, in the light theme."""
    return new_page(member, viewport=PHONE, device_scale_factor=1.5, color_scheme="light")


def test_signing_in(server: Server, new_page: NewPage) -> None:
    page = phone(new_page)
    page.goto("/connexion")
    form = page.locator(".sign-in-card form")
    expect(form).to_be_visible()
    give_account(server, "camille@example.org", "90000090")
    page.get_by_label("Adresse e-mail").fill("camille@example.org")
    keep(page, "se-connecter-1.webp", page.get_by_role("heading", level=1), form)
    fill_sign_in(page, "camille@example.org", PASSWORD)
    wait_for_second_step(page)
    code = page.locator(".sign-in-card form")
    keep(page, "se-connecter-2.webp", page.get_by_role("heading", level=1), code)
    enter_code(page, server, "camille@example.org")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    expect(page.get_by_text("Chargement en cours")).to_have_count(0)
    page.locator(".user-menu > summary").click()
    keep(page, "se-connecter-3.webp")


def test_reading_a_line(new_page: NewPage) -> None:
    page = phone(new_page, "family")
    open_list(page, "statut=effectue&q=généraliste claire")
    page.get_by_role("list", name="Vos remboursements").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Comprendre les montants")).to_be_visible()
    keep(page, "lire-1.webp", page.locator(".claim-head"), page.locator(".claim-money"))
    page.locator("summary", has_text="Base de remboursement").click()
    keep(page, "lire-2.webp", page.locator("section", has=page.locator(".explained")).last)
    steps = page.locator("section", has=page.locator(".timeline")).last
    status = page.locator("section", has=page.locator(".status-line")).last
    keep(page, "lire-3.webp", status, steps)


def test_searching(new_page: NewPage) -> None:
    page = phone(new_page, "family")
    open_list(page)
    search(page, "dentaire")
    page.wait_for_url("**q=dentaire")
    expect(count(page)).not_to_contain_text("103")
    keep(page, "chercher-1.webp", page.locator(".filters"), count(page))
    keep(page, "chercher-3.webp", page.locator(".totals"))
    open_filters(page)
    keep(page, "chercher-2.webp", page.locator(".filter-panel"))


def test_the_authenticator(server: Server, new_page: NewPage) -> None:
    page = phone(new_page)
    give_account(server, "lou@example.org", "90000091")
    signed_in(server, page, "lou@example.org")
    page.goto("/securite")
    begin = page.get_by_role("button", name="Configurer une application")
    expect(begin).to_be_visible()
    setting = page.locator(".setting", has=page.get_by_text("Application d’authentification"))
    keep(page, "application-1.webp", setting.first)
    begin.click()
    code = page.get_by_alt_text("QR code à scanner")
    expect(code).to_be_visible()
    keep(page, "application-2.webp", page.locator(".enrolment ol"), code)
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Code à 6 chiffres").fill(TOTP(secret).now())
    keep(page, "application-3.webp", page.locator(".enrolment form"))
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Active depuis")).to_be_visible()


def test_a_callback(new_page: NewPage) -> None:
    page = phone(new_page)
    page.goto("/rappel")
    heading, card = page.get_by_role("heading", level=1), page.locator("main .card").first
    expect(heading).to_contain_text("raison")
    page.get_by_label("Suivi d’un dossier en cours").check()
    keep(page, "rappel-1.webp", heading, card)
    page.get_by_role("button", name="Continuer").click()
    expect(heading).to_contain_text("Quand")
    expect(page.get_by_text("Chargement en cours")).to_have_count(0)
    keep(page, "rappel-2.webp", heading, card)


def test_signing_up(new_page: NewPage) -> None:
    page = phone(new_page)
    page.goto("/inscription")
    heading, card = page.get_by_role("heading", level=1), page.locator("main .card").first
    expect(page.get_by_label("Prénom")).to_be_visible()
    page.get_by_role("button", name="Inventer une personne").click()
    expect(page.get_by_label("Prénom")).not_to_have_value("")
    keep(page, "inscription-1.webp", heading, card)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_label("Numéro de sécurité sociale")).to_be_visible()
    keep(page, "inscription-2.webp", heading, card)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_label("Adresse e-mail")).to_be_visible()
    keep(page, "inscription-3.webp", heading, card)
