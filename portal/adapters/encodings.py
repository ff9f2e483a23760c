"""Telling the encoding of a file by all of its bytes, so that no accent is ever garbled."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from portal.domain.files.refusals import FileRefused

CHUNK = 1 << 20
LONGEST_LINE = 1 << 16

# What French text holds in Windows-1252: letters, typography and a few signs. Others are a sign
# of another encoding (old Macintosh, DOS…) that would come out with the wrong accents.
_IMPLAUSIBLE = re.compile(
    rb"[\x81-\x84\x86-\x89\x8d\x8f\x90\x98\x9d\xa1\xa2\xa4-\xa6\xa8\xac\xad\xaf\xb4\xb6\xb8\xb9"
    rb"\xbf\xd7\xf7]|[a-z][\x8a\x8c\x8e\x9f]|[A-Za-z][\xbc-\xbe]"
)
# What accents, quotes and the euro sign give in UTF-8: never found in Windows-1252 text.
_UTF8_ACCENT = re.compile(
    rb"\xc2[\xa0-\xbf]|\xc3[\x80-\xbf]|\xc5[\x92\x93]|\xe2\x80[\x90-\xbf]|\xe2\x82\xac"
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")

_NOT_CSV = "Ce n’est pas un fichier CSV\u00a0: il contient des données binaires."
_UTF_16 = "Le fichier est en UTF-16\u00a0: enregistrez-le en UTF-8."
_MIXED = (
    "Le fichier n’est ni en UTF-8 ni en Windows-1252 d’un bout à l’autre\u00a0: "
    "ses accents seraient abîmés. Enregistrez-le en UTF-8."
)


def encoding_of(path: Path) -> str:
    """Return ``utf-8-sig`` or ``cp1252``. Raises ``FileRefused`` when it is neither throughout."""
    _refuse_long_lines(path)
    if _is_utf8(path):
        return "utf-8-sig"
    # Three bytes of the chunk before: a sequence may lie across the border.
    tail = b""
    for chunk in _chunks(path):
        if _IMPLAUSIBLE.search(tail + chunk) or _UTF8_ACCENT.search(tail + chunk):
            raise FileRefused(_MIXED)
        tail = chunk[-3:]
    return "cp1252"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_long_lines(path: Path) -> None:
    """Refuse what is no text, and lines that reading would have to hold whole in memory."""
    line, carried = 1, 0
    for chunk in _chunks(path):
        if line == 1 and not carried:
            _refuse_binary(chunk)
        lines = chunk.split(b"\n" if b"\n" in chunk else b"\r")
        lengths = [len(part) for part in lines]
        lengths[0] += carried
        if max(lengths) > LONGEST_LINE:
            line += next(n for n, length in enumerate(lengths) if length > LONGEST_LINE)
            raise FileRefused(f"La ligne {line} est trop longue pour un fichier CSV.")
        line += len(lines) - 1
        carried = lengths[-1]


def _refuse_binary(start: bytes) -> None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileRefused(_UTF_16)
    header = re.split(rb"[\r\n]", start, maxsplit=1)[0]
    if re.search(rb"[ -~]\x00[ -~]\x00|\x00[ -~]\x00[ -~]", header[:4096]):
        raise FileRefused(_UTF_16)
    if _CONTROL.search(header):
        raise FileRefused(_NOT_CSV)
