"""Keys of the programs that send files over HTTP."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import Table, UtcDateTime


class ApiKey(Table, table=True):
    """A key by its digest; the key itself is shown once, when it is made."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=64)
    key_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
