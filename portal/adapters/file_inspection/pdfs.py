"""PDF: refused when it can do anything but show pages, otherwise written anew without the rest."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, PdfError, Stream

from portal.adapters.file_inspection.jpeg_segments import without_notes
from portal.domain.file_refusals import FileNotTaken, Reason
from portal.domain.files_held import MediaType
from portal.services.ports import SafeFile

MOST_PAGES = 500
_MOST_OBJECTS = 300_000
_DEEPEST = 100

# Actions that run something, open something or send something. What only leads elsewhere when it is
# clicked (a link, a page) may stay.
_ACTIVE = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
    }
)
# By itself, when a document or a page opens, only this may happen.
_HARMLESS_ALONE = frozenset({"/GoTo", "/Named"})
_PHOTOGRAPHS = (Name.DCTDecode, Array([Name.DCTDecode]))
_METADATA = ("/Metadata", "/PieceInfo", "/LastModified")


def safe_pdf(content: bytes) -> SafeFile:
    """The document written anew, its pages alone. Raises ``FileNotTaken``."""
    try:
        # Without repairs: what would be guessed from broken tables is nobody's document.
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True)
    except PasswordError as error:
        raise FileNotTaken(Reason.PDF_LOCKED) from error
    except PdfError as error:
        raise FileNotTaken(Reason.DAMAGED) from error
    with pdf:
        if pdf.is_encrypted:
            raise FileNotTaken(Reason.PDF_LOCKED)
        _check_pages(pdf)
        for found in _dictionaries(pdf):
            _check(found)
            _forget_notes(found)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        written = io.BytesIO()
        pdf.save(written, fix_metadata_version=False)
    return SafeFile(written.getvalue(), MediaType.PDF)


def _forget_notes(found: Dictionary | Stream) -> None:
    for name in _METADATA:
        if name in found:
            del found[name]
    if isinstance(found, Stream) and found.get(Name.Filter) in _PHOTOGRAPHS:
        if Name.DecodeParms in found:  # says how colours were coded: left as it is
            return
        whole = found.read_raw_bytes()
        bare = without_notes(whole)
        if len(bare) < len(whole):
            found.write(bare, filter=Name.DCTDecode)


def _check_pages(pdf: Pdf) -> None:
    try:
        count = len(pdf.pages)
    except (PdfError, ValueError, TypeError) as error:
        raise FileNotTaken(Reason.DAMAGED) from error
    if not count:
        raise FileNotTaken(Reason.DAMAGED)
    if count > MOST_PAGES:
        raise FileNotTaken(Reason.PDF_TOO_LONG)


def _dictionaries(pdf: Pdf) -> Iterator[Dictionary | Stream]:
    """Every dictionary of the document, also those that no page leads to."""
    waiting: list[tuple[Object, int]] = [(one, 0) for one in pdf.objects]
    waiting.append((pdf.trailer, 0))
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if seen > _MOST_OBJECTS or depth > _DEEPEST:
            raise FileNotTaken(Reason.TOO_COMPLEX)
        if isinstance(value, Dictionary | Stream):
            yield value
            inside = [child for _, child in value.items()]
        elif isinstance(value, Array):
            inside = list(value)
        else:
            continue
        # What has a number of its own is in pdf.objects already.
        waiting += [
            (child, depth + 1)
            for child in inside
            if isinstance(child, Dictionary | Array) and not child.is_indirect
        ]


def _check(found: Dictionary | Stream) -> None:
    action = str(found.get(Name.S, ""))
    if action in _ACTIVE or Name.JS in found or Name.JavaScript in found or Name.XFA in found:
        raise FileNotTaken(Reason.PDF_ACTIVE)
    for name in ("/OpenAction", "/AA"):
        if name in found and not _is_harmless_alone(found[name]):
            raise FileNotTaken(Reason.PDF_ACTIVE)
    kind, subtype = str(found.get(Name.Type, "")), str(found.get(Name.Subtype, ""))
    if subtype in {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}:
        raise FileNotTaken(Reason.PDF_ACTIVE)
    if (
        kind == "/EmbeddedFile"
        or subtype == "/FileAttachment"
        or Name.EmbeddedFiles in found
        or Name.EF in found
        or Name.Collection in found
    ):
        raise FileNotTaken(Reason.PDF_ATTACHMENTS)


def _is_harmless_alone(value: Object) -> bool:
    """Whether what happens by itself only shows a page: a destination, or an action to one."""
    if isinstance(value, Array):
        return not any(isinstance(item, Dictionary) and Name.S in item for item in value)
    if not isinstance(value, Dictionary):
        return True
    if Name.S in value:
        return str(value[Name.S]) in _HARMLESS_ALONE and Name.Next not in value
    # /AA: an action for each thing that may happen.
    return all(
        isinstance(action, Dictionary) and str(action.get(Name.S, "")) in _HARMLESS_ALONE
        for _, action in value.items()
    )
