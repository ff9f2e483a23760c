"""Contributions (cotisations) due on the contracts."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from portal.models.types import Table


class Contribution(Table, table=True):
    """One instalment. Amounts are euro cents."""

    __table_args__ = (UniqueConstraint("contract_id", "due_on"),)

    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id")
    due_on: date
    amount_cents: int
    status: str = Field(default="a_venir", max_length=16)
    paid_on: date | None = None
