"""Files that members and staff send: what is taken, what they belong to, how they are named."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# Windows and telephones do not count "Mo" alike: the larger of the two, so that nobody whose
# screen says 10 Mo is refused.
MOST_BYTES = 10 * 1024 * 1024
MOST_IN_ONE_PLACE = 10
LONGEST_NAME = 160
# Files of a draft that is no more, and files taken back out of one, since they came.
DRAFT_KEPT = timedelta(days=30)
REMOVED_KEPT = timedelta(days=1)

_PLACE = re.compile(r"[a-z]+(-[a-z0-9]+){0,3}")
_LONGEST_PLACE = 32


class MediaType(StrEnum):
    """What is kept. HEIC pictures, as telephones take them, become JPEG."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


EXTENSIONS = {MediaType.PDF: "pdf", MediaType.JPEG: "jpg", MediaType.PNG: "png"}

# Endings that say what a file is. They go: the content alone decides, and the name is made to agree
# with it. Any other ending ("Dr. Petit", "12.2026") is part of the name.
_ENDING = re.compile(
    r"(?<=[^ .])[ .]*\.(pdf|jpe?g?|jfif|png|hei[cf]|hif|avif|gif|webp|bmp|tiff?|svgz?|ico"
    r"|x?html?|xml|mht|m?js|css|php|aspx?|jspx?|exe|com|scr|bat|cmd|msi|ps1|vbs|jar|apk|dll|lnk"
    r"|sh|app|dmg|zip|rar|7z|gz|tar|doc[xm]?|odt|rtf|xls[xm]?|ods|pptx?|txt|csv|eml|msg|mp4|mov)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much one account may send: bytes kept in all, and files tried in 24 hours."""

    bytes_kept: int
    files_a_day: int


def of_draft(account_id: int, place: str) -> str:
    """Holder of the files of what an account is writing at ``place``: ``draft:12:new``."""
    if not is_place(place):
        raise ValueError(f"not a place: {place[:40]!r}")
    return f"draft:{account_id}:{place}"


def removed_from(account_id: int, place: str) -> str:
    """Holder of the files taken back out of a draft, until they are forgotten."""
    return of_draft(account_id, place).replace("draft:", "removed:", 1)


def of_message(message_id: int) -> str:
    """Holder of the files of a message: ``message:34``."""
    return f"message:{message_id}"


def is_place(place: str) -> bool:
    """Whether ``place`` names where somebody writes: ``new``, ``conversation-12``."""
    return len(place) <= _LONGEST_PLACE and _PLACE.fullmatch(place) is not None


def is_sent(holder: str) -> bool:
    """Whether files of this holder left their draft: others than their sender may see them."""
    return not holder.startswith(("draft:", "removed:"))


def kept_name(given: str, media_type: MediaType) -> str:
    """The name a file is shown under: what was given, made harmless, with its content's ending.

    No folder, no control, invisible or direction-changing character, at most ``LONGEST_NAME``
    characters. Never empty.
    """
    name = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode())
    name = re.split(r"[/\\]", name)[-1]
    visible = (" " if char.isspace() else char for char in name if _is_plain(char))
    stem = re.sub(r" {2,}", " ", "".join(visible)).strip(" .")
    while ending := _ENDING.search(stem):
        stem = stem[: ending.start()]
    suffix = "." + EXTENSIONS[media_type]
    return (stem[: LONGEST_NAME - len(suffix)].strip(" .") or "document") + suffix


def _is_plain(char: str) -> bool:
    if char in '<>:"|?*':  # what no file may be called on Windows
        return False
    # Cc: control, Cf: invisible or changing direction, Cs, Co, Cn: not characters.
    return char.isspace() or unicodedata.category(char)[0] != "C"
