"""Joining files to a message: several, refused ones, taken back, dropped, over a bad connection."""

from playwright.sync_api import FilePayload, Locator, Page, expect

from portal.domain.file_refusals import SENTENCES, Reason
from portal.domain.files_held import MOST_BYTES
from tests.hostile_files import heic, jpeg, of_size, pdf, script
from tests.journeys.conftest import NARROW, NewPage
from tests.journeys.test_accessibility import assert_sound
from tests.journeys.test_message_wizard import to_the_text, wizard
from tests.server import Server, wait_until

MEMBER = "young"
REFUSED = "status of 422"
CUT = "ERR_INTERNET_DISCONNECTED"


def a_file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def open_field(new_page: NewPage, server: Server, **options: object) -> Page:
    page = wizard(new_page, server, MEMBER, **options)
    to_the_text(page)
    return page


def choose(page: Page, *files: FilePayload) -> None:
    page.get_by_label("Choisir des fichiers").set_input_files(list(files))


def joined(page: Page) -> Locator:
    return page.get_by_role("group", name="Joindre").get_by_role("link")


def kept(server: Server) -> list[str]:
    rows = server.sql(
        "SELECT name FROM stored_file WHERE holder = :holder ORDER BY id",
        holder=f"draft:{server.actor(MEMBER).account_id}:new",
    )
    return [name for (name,) in rows]


def test_files_are_joined_refused_taken_back_and_still_there_later(
    server: Server, new_page: NewPage
) -> None:
    page = open_field(new_page, server, viewport=NARROW, allowed=REFUSED)
    elsewhere = new_page(MEMBER)
    elsewhere.goto("/messagerie/nouveau")
    expect(joined(elsewhere)).to_have_count(0)

    active = pdf(lambda made: made.Root.__setitem__("/OpenAction", script()))
    choose(
        page,
        a_file("Facture.pdf", pdf()),
        a_file("IMG_1.heic", heic()),
        a_file("formulaire.pdf", active),
        a_file("film.mov", of_size(MOST_BYTES + 1)),
        a_file("vide.pdf", b""),
    )
    expect(joined(page)).to_have_count(2)
    for reason in (Reason.PDF_ACTIVE, Reason.TOO_LARGE, Reason.EMPTY):
        expect(page.get_by_role("listitem").filter(has_text=SENTENCES[reason])).to_be_visible()
    expect(page.get_by_role("link", name="IMG_1.jpg")).to_be_visible()
    assert_sound(page)
    for name in ("formulaire.pdf", "film.mov", "vide.pdf"):
        page.get_by_role("button", name=f"Retirer {name}").click()
    # In another tab, the same draft follows.
    expect(joined(elsewhere)).to_have_count(2)

    href = page.get_by_role("link", name="Facture.pdf").get_attribute("href")
    assert href is not None
    assert page.request.get(href).headers["content-type"] == "application/pdf"
    page.get_by_role("button", name="Retirer Facture.pdf").press("Enter")
    back = page.get_by_role("button", name="Annuler le retrait de Facture.pdf")
    expect(back).to_be_focused()
    assert kept(server) == ["IMG_1.jpg"]
    assert_sound(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Retirer Facture.pdf")).to_be_focused()

    page.reload()
    expect(joined(page)).to_have_count(2)
    page.get_by_role("button", name="Retirer IMG_1.jpg").click()
    expect(joined(page)).to_have_count(1)
    page.reload()
    expect(joined(page)).to_have_count(1)
    expect(page.get_by_text("est retiré")).to_have_count(0)


def test_files_are_dropped_cancelled_and_survive_a_cut_of_the_line(
    server: Server, new_page: NewPage
) -> None:
    page = open_field(new_page, server, allowed=CUT)
    page.route("**/fichiers", lambda route: None)  # never answered
    choose(page, a_file("trop-long.jpg", jpeg()))
    page.get_by_role("button", name="Annuler l’envoi de trop-long.jpg").click()
    expect(page.get_by_text("trop-long.jpg")).to_have_count(0)
    page.unroute("**/fichiers")

    dropped = page.evaluate_handle(
        """(bytes) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], "posée.jpg"));
            return carried;
        }""",
        list(jpeg()),
    )
    page.get_by_text("ou déposez-les ici").dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.get_by_role("link", name="posée.jpg")).to_be_visible()

    page.context.set_offline(True)
    choose(page, a_file("en-route.pdf", pdf()))
    expect(page.get_by_text("Nouvel essai dans un instant")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="en-route.pdf")).to_be_visible()
    wait_until(lambda: kept(server) == ["posée.jpg", "en-route.pdf"], "both files")
