"""Files sent by members and staff. Their content is encrypted, outside of the database."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class StoredFile(Table, table=True):
    """One file taken in, as it was made safe.

    ``public_id`` names it in addresses, ``stored_name`` on the disk: both random.
    ``holder``: what it belongs to, ``message:34`` or ``draft:12:new`` (``domain.files_held``).
    ``member_id``: whose file it is; a file of the staff's belongs to the member it is sent to.
    ``size`` and ``media_type`` are those of what is kept; ``received_*`` of what was sent: the
    proof of it. Sizes are bytes before encryption, the digest is SHA-256 in hexadecimal.
    ``key``: the same file sent again by a browser that got no answer is one row.
    ``content_key_sealed`` opens the content: once the row is gone, nothing does.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=32)
    stored_name: str = Field(unique=True, max_length=64)
    key: str = Field(unique=True, max_length=120)
    content_key_sealed: str
    holder: str = Field(index=True, max_length=60)
    account_id: int | None = Field(default=None, index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    name: str = Field(max_length=160)
    media_type: str = Field(max_length=40)
    size: int
    received_size: int
    received_sha256: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
