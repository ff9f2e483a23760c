"""Files that members never send and attackers do, and odd ones that members do send.

Each says what becomes of it: a ``Reason`` when it is refused, a ``MediaType`` when it is taken and
made safe. Made here, none comes from elsewhere.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageCms, PngImagePlugin

from portal.domain.file_refusals import Reason
from portal.domain.files_held import MOST_BYTES, MediaType

# Whatever is planted must be nowhere in what is kept.
PLANTED = b"<script>alert('planted-7f3a')</script>"
GPS_TAG, ORIENTATION_TAG = 0x8825, 0x0112


@dataclass(frozen=True, slots=True)
class HostileFile:
    """A file, by how it is made: ``make`` is called when it is used."""

    label: str
    name: str
    make: Callable[[], bytes]
    becomes: Reason | MediaType


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """A small picture, its left half darker than its right one."""
    drawn = Image.new("L", size, 200)
    drawn.paste(40, (0, 0, size[0] // 2, size[1]))
    return drawn.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as a file of a kind."""
    target = io.BytesIO()
    image.save(target, kind, **options)  # pyright: ignore[reportArgumentType]
    return target.getvalue()


@cache
def jpeg() -> bytes:
    """An honest photograph."""
    return encoded(picture(), "JPEG")


@cache
def png() -> bytes:
    """An honest image."""
    return encoded(picture(), "PNG")


@cache
def heic() -> bytes:
    """A photograph as telephones take them."""
    pillow_heif.register_heif_opener()
    return encoded(picture((64, 64)), "HEIF")


def pdf(change: Callable[[Pdf], None] | None = None, pages: int = 1, **options: object) -> bytes:
    """A document of blank pages; ``change`` does something to it first."""
    made = Pdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
    if change is not None:
        change(made)
    target = io.BytesIO()
    made.save(target, **options)  # pyright: ignore[reportArgumentType]
    return target.getvalue()


def script() -> Dictionary:
    """An action that runs a program."""
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _catalogue(**entries: object) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        for name, value in entries.items():
            made.Root[f"/{name}"] = value  # pyright: ignore[reportArgumentType]

    return change


def _named_script(made: Pdf) -> None:
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", script()])))


def _script_of_a_page(made: Pdf) -> None:
    made.pages[0].obj["/AA"] = Dictionary(O=script())


def _script_of_a_field(made: Pdf) -> None:
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=[0, 0, 9, 9])
    box["/AA"] = Dictionary(K=Dictionary(S=Name.JavaScript, JS="AFNumber_Keystroke(2)"))
    field = made.make_indirect(box)
    made.pages[0].obj["/Annots"] = Array([field])
    made.Root.AcroForm = Dictionary(Fields=Array([field]))


def _hidden_script(made: Pdf) -> None:
    deep = script()
    for _ in range(20):
        deep = Dictionary(Inside=Array([deep]))
    made.Root.Odd = deep


def _link(action: Dictionary) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
        made.pages[0].obj["/Annots"] = Array([link])

    return change


def _attached(made: Pdf) -> None:
    made.attachments["x.exe"] = pikepdf.AttachedFileSpec(
        made,
        b"MZ" + PLANTED,
        description="",
        filename="x.exe",
        mime_type="",
        creation_date="",
        mod_date="",
    )


def _annotation(subtype: str) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        kind = Name(f"/{subtype}")
        made.pages[0].obj["/Annots"] = Array(
            [Dictionary(Type=Name.Annot, Subtype=kind, Rect=[0, 0, 9, 9])]
        )

    return change


def _described(made: Pdf) -> None:
    made.docinfo["/Author"] = PLANTED.decode()
    with made.open_metadata() as metadata:
        metadata["dc:title"] = PLANTED.decode()


def _with_photograph(made: Pdf) -> None:
    photograph = pikepdf.Stream(made, b"")
    photograph.write(located_jpeg(), filter=Name.DCTDecode)
    photograph.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 60,
            "/Height": 40,
            "/ColorSpace": Name.DeviceRGB,
            "/BitsPerComponent": 8,
        }
    )
    made.pages[0].obj["/Resources"] = Dictionary(XObject=Dictionary(P=photograph))
    made.pages[0].Contents = pikepdf.Stream(made, b"60 0 0 40 0 0 cm /P Do")


def _broken_table() -> bytes:
    whole = pdf()
    return whole.replace(b"startxref\n", b"startxref\n9")


def _endless_pages() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
        b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n105\n%%EOF\n"
    )


def zipped() -> bytes:
    """An archive with a web page in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("index.html", PLANTED)
    return target.getvalue()


def _office() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<x/>")
    return target.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A few bytes that claim to be billions of points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000_000)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _animated_png() -> bytes:
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in range(200)]
    return encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])


def _text_bomb_png() -> bytes:
    bomb = b"x\0\0" + zlib.compress(b"\0" * 80_000_000, 9)
    whole = png()
    return whole[:33] + _chunk(b"zTXt", bomb) + whole[33:]


def located_jpeg() -> bytes:
    """A photograph taken upright by a telephone that notes where."""
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = 6
    exif[0x010E] = PLANTED.decode()
    exif[GPS_TAG] = {1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)}
    return encoded(picture(), "JPEG", exif=exif, comment=PLANTED)


def _commented_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", PLANTED.decode())
    return encoded(picture(), "PNG", pnginfo=notes)


def _profiled_jpeg() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return encoded(picture(), "JPEG", icc_profile=profile)


def of_size(size: int) -> bytes:
    """A JPEG of exactly so many bytes: what follows the picture is no part of it."""
    return jpeg() + b"\0" * (size - len(jpeg()))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg">' + PLANTED + b"</svg>"
_HTML = b"<!doctype html>" + PLANTED
_JS, _EMBEDDED = Reason.PDF_ACTIVE, Reason.PDF_ATTACHMENTS
_launch = Dictionary(S=Name.Launch, F="calc.exe")
_web = Dictionary(S=Name.URI, URI="https://example.org/")

HOSTILE_FILES: tuple[HostileFile, ...] = (
    HostileFile("an honest PDF", "facture.pdf", pdf, MediaType.PDF),
    HostileFile("an honest JPEG", "photo.jpg", jpeg, MediaType.JPEG),
    HostileFile("an honest PNG", "capture.png", png, MediaType.PNG),
    HostileFile("an honest HEIC", "IMG_1.HEIC", heic, MediaType.JPEG),
    HostileFile("a HEIC renamed .jpg", "IMG_1.jpg", heic, MediaType.JPEG),
    HostileFile("a JPEG renamed .pdf", "scan.pdf", jpeg, MediaType.JPEG),
    HostileFile("a PDF with two endings", "facture.pdf.exe", pdf, MediaType.PDF),
    HostileFile("a PDF that opens on a page", "a.pdf", lambda: pdf(
        _catalogue(OpenAction=Array([0, Name.Fit]))), MediaType.PDF),
    HostileFile("a PDF with a link", "a.pdf", lambda: pdf(_link(_web)), MediaType.PDF),
    HostileFile("a PDF with metadata", "a.pdf", lambda: pdf(_described), MediaType.PDF),
    HostileFile("a PDF with a photograph that says where", "a.pdf", lambda: pdf(_with_photograph),
        MediaType.PDF),
    HostileFile("a PDF and a ZIP", "a.pdf", lambda: pdf() + zipped(), MediaType.PDF),
    HostileFile("a PDF and a web page", "a.html", lambda: pdf() + _HTML, MediaType.PDF),
    HostileFile("a PDF whose script is named", "a.pdf", lambda: pdf(_named_script), _JS),
    HostileFile("a PDF that runs when opened", "a.pdf", lambda: pdf(
        _catalogue(OpenAction=script())), _JS),
    HostileFile("a PDF that goes to a site when opened", "a.pdf", lambda: pdf(
        _catalogue(OpenAction=_web)), _JS),
    HostileFile("a PDF whose page runs", "a.pdf", lambda: pdf(_script_of_a_page), _JS),
    HostileFile("a PDF whose field runs", "a.pdf", lambda: pdf(_script_of_a_field), _JS),
    HostileFile("a PDF with a buried script", "a.pdf", lambda: pdf(_hidden_script), _JS),
    HostileFile("a PDF whose script is in a compressed stream", "a.pdf", lambda: pdf(
        _named_script, object_stream_mode=pikepdf.ObjectStreamMode.generate), _JS),
    HostileFile("a PDF that launches", "a.pdf", lambda: pdf(_link(_launch)), _JS),
    HostileFile("a PDF that launches when opened", "a.pdf", lambda: pdf(
        _catalogue(OpenAction=_launch)), _JS),
    HostileFile("a PDF that launches after a page", "a.pdf", lambda: pdf(_catalogue(
        OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=_launch))), _JS),
    HostileFile("a PDF that sends a form", "a.pdf", lambda: pdf(
        _link(Dictionary(S=Name.SubmitForm, F="https://example.org"))), _JS),
    HostileFile("a PDF form of XFA", "a.pdf", lambda: pdf(
        _catalogue(AcroForm=Dictionary(XFA=Array([])))), _JS),
    HostileFile("a PDF with rich media", "a.pdf", lambda: pdf(_annotation("RichMedia")), _JS),
    HostileFile("a PDF with an embedded file", "a.pdf", lambda: pdf(_attached), _EMBEDDED),
    HostileFile("a PDF with a pinned file", "a.pdf", lambda: pdf(
        _annotation("FileAttachment")), _EMBEDDED),
    HostileFile("a PDF portfolio", "a.pdf", lambda: pdf(
        _catalogue(Collection=Dictionary())), _EMBEDDED),
    HostileFile("a PDF with a password", "a.pdf", lambda: pdf(
        encryption=pikepdf.Encryption(owner="o", user="u")), Reason.PDF_LOCKED),
    HostileFile("a PDF that may not be copied", "a.pdf", lambda: pdf(
        encryption=pikepdf.Encryption(owner="o", user="")), Reason.PDF_LOCKED),
    HostileFile("a PDF with a broken table", "a.pdf", _broken_table, Reason.DAMAGED),
    HostileFile("a PDF cut in two", "a.pdf", lambda: pdf(pages=20)[:900], Reason.DAMAGED),
    HostileFile("a PDF whose pages hold themselves", "a.pdf", _endless_pages, Reason.DAMAGED),
    HostileFile("a PDF of thousands of pages", "a.pdf", lambda: pdf(pages=3_000),
        Reason.PDF_TOO_LONG),
    HostileFile("a PDF in name only", "a.pdf", lambda: b"%PDF-1.7\n" + b"x" * 999, Reason.DAMAGED),
    HostileFile("a ZIP and a PDF", "a.pdf", lambda: zipped() + pdf(), Reason.UNKNOWN_TYPE),
    HostileFile("a web page and a PDF", "a.pdf", lambda: _HTML + pdf(), Reason.UNKNOWN_TYPE),
    HostileFile("a JPEG and a web page", "a.html", lambda: jpeg() + _HTML, MediaType.JPEG),
    HostileFile("a JPEG with a web page in its comment", "a.jpg", lambda: encoded(
        picture(), "JPEG", comment=_HTML), MediaType.JPEG),
    HostileFile("a JPEG and a ZIP", "a.zip", lambda: jpeg() + zipped(), MediaType.JPEG),
    HostileFile("a JPEG that says where it was taken", "a.jpg", located_jpeg, MediaType.JPEG),
    HostileFile("a JPEG for printers", "a.jpg", lambda: encoded(
        picture(mode="CMYK"), "JPEG"), MediaType.JPEG),
    HostileFile("a JPEG with an odd profile", "a.jpg", _profiled_jpeg, MediaType.JPEG),
    HostileFile("a JPEG with a broken profile", "a.jpg", lambda: encoded(
        picture(), "JPEG", icc_profile=PLANTED), MediaType.JPEG),
    HostileFile("a JPEG cut in two", "a.jpg", lambda: encoded(
        Image.effect_noise((400, 400), 90), "JPEG")[:9_000], Reason.DAMAGED),
    HostileFile("a JPEG in name only", "a.jpg", lambda: b"\xff\xd8\xff" + b"x" * 99,
        Reason.DAMAGED),
    HostileFile("a PNG with a script in its text", "a.png", _commented_png, MediaType.PNG),
    HostileFile("a PNG one sees through", "a.png", lambda: encoded(
        picture(mode="LA"), "PNG"), MediaType.PNG),
    HostileFile("a PNG of 16 bits", "a.png", lambda: encoded(
        picture(mode="I").convert("I;16"), "PNG"), MediaType.PNG),
    HostileFile("a PNG with a palette", "a.png", lambda: encoded(
        picture(mode="P"), "PNG", transparency=0), MediaType.PNG),
    HostileFile("a PNG of 2.5 billion points", "a.png", huge_png, Reason.TOO_MANY_PIXELS),
    HostileFile("a PNG of 60 million points", "a.png", lambda: huge_png(10_000, 6_000),
        Reason.TOO_MANY_PIXELS),
    HostileFile("a PNG that moves", "a.png", _animated_png, Reason.ANIMATED),
    HostileFile("a PNG with a bomb in its text", "a.png", _text_bomb_png, Reason.DAMAGED),
    HostileFile("a PNG cut in two", "a.png", lambda: encoded(
        Image.effect_noise((200, 200), 90), "PNG")[:9_000], Reason.DAMAGED),
    HostileFile("a HEIC cut in two", "a.heic", lambda: heic()[:400], Reason.DAMAGED),
    HostileFile("a HEIC with other bytes in it", "a.heic", lambda: heic()[:-150] + b"\x55" * 150,
        Reason.DAMAGED),
    HostileFile("an AVIF named HEIC", "a.heic", lambda: encoded(picture(), "AVIF"),
        Reason.UNKNOWN_TYPE),
    HostileFile("a GIF", "a.gif", lambda: encoded(picture(), "GIF"), Reason.UNKNOWN_TYPE),
    HostileFile("an SVG with a script", "a.svg", lambda: SVG, Reason.UNKNOWN_TYPE),
    HostileFile("an SVG named .png", "a.png", lambda: SVG, Reason.UNKNOWN_TYPE),
    HostileFile("a web page", "a.html", lambda: _HTML, Reason.UNKNOWN_TYPE),
    HostileFile("a web page named .pdf", "a.pdf", lambda: _HTML, Reason.UNKNOWN_TYPE),
    HostileFile("a program", "a.exe", lambda: b"MZ" + b"\0" * 500, Reason.UNKNOWN_TYPE),
    HostileFile("a program named .jpg", "a.jpg", lambda: b"\x7fELF" + b"\0" * 500,
        Reason.UNKNOWN_TYPE),
    HostileFile("a ZIP", "a.zip", zipped, Reason.UNKNOWN_TYPE),
    HostileFile("a Word document", "a.docx", _office, Reason.OFFICE),
    HostileFile("an old Word document", "a.doc", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 99,
        Reason.OFFICE),
    HostileFile("nothing", "a.pdf", lambda: b"", Reason.EMPTY),
    HostileFile("one byte", "a.pdf", lambda: b"%", Reason.UNKNOWN_TYPE),
    HostileFile("10 MB less a byte", "a.jpg", lambda: of_size(MOST_BYTES - 1), MediaType.JPEG),
    HostileFile("10 MB", "a.jpg", lambda: of_size(MOST_BYTES), MediaType.JPEG),
)  # fmt: skip

HOSTILE_NAMES: tuple[str, ...] = (
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\calc.exe",
    "a\x00.pdf",
    "a\r\nSet-Cookie: portal_session=x\r\n.pdf",
    'a"; filename="b.html',
    "a'.pdf",
    "\u202egnp.exe",
    "a\u200b\u200d\ufeffb.pdf",
    "x" * 300 + ".pdf",
    "é" * 300,
    "🦷 facture 👩‍👩‍👧.pdf",
    "e\u0301tat.pdf",
    "facture.pdf.exe.html",
    "<img src=x onerror=alert(1)>.jpg",
    "=cmd|' /C calc'!A0.pdf",
    "CON",
    ".htaccess",
    "...",
    " ",
    "",
    "%2e%2e%2f%00.pdf",
    "\ud800.pdf",
)
