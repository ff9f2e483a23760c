"""Members (adhérents), as the insurer's core system knows them."""

from datetime import date

from sqlmodel import Field

from portal.models.types import Table


class Member(Table, table=True):
    """An adhérent: the person who holds the contracts."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=32, unique=True)
    last_name: str
    first_name: str
    birth_date: date
    nir_encrypted: str | None = None
    nir_fingerprint: str | None = Field(default=None, index=True, max_length=64)
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    joined_on: date | None = None
    left_on: date | None = None
