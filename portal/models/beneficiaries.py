"""Beneficiaries (bénéficiaires) covered by a member's contracts."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from portal.models.types import Table


class Beneficiary(Table, table=True):
    """A covered person; ``rank`` is the member's own numbering of the family."""

    __table_args__ = (UniqueConstraint("member_id", "rank"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    rank: int
    last_name: str
    first_name: str
    birth_date: date
    relationship: str | None = Field(default=None, max_length=16)
    nir_encrypted: str | None = None
    nir_fingerprint: str | None = Field(default=None, max_length=64)
