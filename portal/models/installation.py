"""What kind of data this database holds."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import Table, UtcDateTime


class Installation(Table, table=True):
    """A single row. ``data_origin``: ``demo`` or ``real``; no row means an empty database."""

    id: int = Field(default=1, primary_key=True)
    data_origin: str = Field(max_length=8)
    since: datetime = Field(sa_type=UtcDateTime)
