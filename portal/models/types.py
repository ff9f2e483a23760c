"""What the tables share: their base class and column types."""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# For tables whose rows are deleted while their numbers may still be known elsewhere: left to
# itself, SQLite gives the number of the last row deleted to the next one.
NEVER_REUSED = {"sqlite_autoincrement": True}


class Table(SQLModel):
    """Base of the tables: ``ClaimStatusChange`` is stored in ``claim_status_change``."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - a class method in SQLAlchemy's eyes
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on every engine. A naive datetime is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)
