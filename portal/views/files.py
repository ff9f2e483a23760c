"""Files as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from portal.domain.files_held import MediaType
from portal.domain.french import NO_BREAK, long_date
from portal.services.files import FileLine
from portal.settings import backend

_KINDS = {MediaType.PDF: "PDF", MediaType.JPEG: "JPG", MediaType.PNG: "PNG"}


@dataclass(frozen=True, slots=True)
class FileView:
    """One file. ``kind``: "pdf" or "image", ``kind_label``: "PDF", "JPG" or "PNG".

    ``proof``: when it was received, and what exactly. ``removed``: out of its draft, it can be put
    back.
    """

    public_id: str
    name: str
    size: str
    kind: str
    kind_label: str
    href: str
    proof: str
    removed: bool = False


def file_size(size: int) -> str:
    """Bytes as French readers see them: ``45 ko``, ``1,2 Mo``; never less than ``1 ko``."""
    if size >= 1024**2:
        tenths = round(size * 10 / 1024**2)
        whole, rest = divmod(tenths, 10)
        return f"{whole},{rest}{NO_BREAK}Mo" if rest else f"{whole}{NO_BREAK}Mo"
    return f"{max(1, round(size / 1024))}{NO_BREAK}ko"


def files(lines: Sequence[FileLine], zone: ZoneInfo) -> list[FileView]:
    """Files as a list shows them."""
    return [file(line, zone) for line in lines]


def file(line: FileLine, zone: ZoneInfo) -> FileView:
    """One file."""
    received = line.created_at.astimezone(zone)
    media_type = MediaType(line.media_type)
    return FileView(
        public_id=line.public_id,
        name=line.name,
        size=file_size(line.size),
        kind="pdf" if media_type is MediaType.PDF else "image",
        kind_label=_KINDS[media_type],
        href=backend(line.href),
        proof=(
            f"Reçu le {long_date(received.date())} à {received:%H}{NO_BREAK}h{NO_BREAK}"
            f"{received:%M}. Fichier envoyé\u00a0: {file_size(line.received_size)}, "
            f"empreinte SHA-256 {line.received_sha256[:16]}…"
        ),
        removed=line.is_removed,
    )
