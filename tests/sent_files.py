"""Files taken in, for the tests, as the route takes them."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from itertools import count
from typing import Any

from portal.bootstrap import Portal
from portal.domain.files_held import FileLimits, MediaType
from portal.services.file_intake import Added, Received, add_file
from portal.services.files import FileLine, draft_files
from portal.services.ports import KeptContent

_number = count(1)
LIMITS = FileLimits(bytes_kept=1_000_000, files_a_day=100)


def received(content: bytes = b"%PDF-", name: str = "facture.pdf") -> Received:
    """A file that was made safe; its content is not really kept."""
    return Received(
        name=name,
        media_type=MediaType.PDF,
        size=len(content),
        sent_size=len(content) + 10,
        sent_sha256=sha256(content).hexdigest(),
        content=KeptContent(f"{next(_number):048x}", urlsafe_b64encode(bytes(32)).decode()),
    )


def send(
    portal: Portal,
    actor: Any,
    *,
    place: str = "new",
    key: str = "",
    limits: FileLimits = LIMITS,
    file: Received | None = None,
) -> Added:
    """Add a file to a draft of the actor's."""
    return portal.write(
        add_file,
        actor=actor,
        now=portal.clock.now(),
        cipher=portal.cipher,
        limits=limits,
        place=place,
        key=key or f"sending-{next(_number)}",
        received=file or received(),
    )


def files_at(portal: Portal, actor: Any, place: str = "new") -> list[FileLine]:
    """What the actor sees of a draft."""
    return portal.read(draft_files, actor=actor, place=place)
