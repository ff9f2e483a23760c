"""What a file is, by its first bytes: names say nothing."""

from enum import Enum

from portal.domain.file_refusals import FileNotTaken, Reason


class Kind(Enum):
    """The kinds that are taken, by the name their reader has for them."""

    PDF = "PDF"
    JPEG = "JPEG"
    PNG = "PNG"
    HEIF = "HEIF"


# Brands of an ISO media file that are pictures coded with HEVC; "mif1" may be AVIF, which then
# does not open.
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OFFICE_MARKS = (
    b"word/",
    b"xl/",
    b"ppt/",
    b"[Content_Types].xml",
    b"mimetypeapplication/vnd.oasis",
)
# Before its mark, a PDF may have white space and the mark of UTF-8; more is another kind of file.
_BLANK = b"\xef\xbb\xbf \t\r\n\0"


def kind_of(content: bytes) -> Kind:
    """What ``content`` says it is. Raises ``FileNotTaken`` when it is nothing that is taken."""
    if not content:
        raise FileNotTaken(Reason.EMPTY)
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return Kind.HEIF
    if content[:1024].lstrip(_BLANK).startswith(b"%PDF-"):
        return Kind.PDF
    is_office = content.startswith(_ZIP) and any(mark in content for mark in _OFFICE_MARKS)
    if is_office or content.startswith((_OLE, b"{\\rtf")):
        raise FileNotTaken(Reason.OFFICE)
    raise FileNotTaken(Reason.UNKNOWN_TYPE)
