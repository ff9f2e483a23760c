"""Contracts (contrats) of the members."""

from datetime import date

from sqlmodel import Field

from portal.models.types import Table


class Contract(Table, table=True):
    """One contract: a product (santé, prévoyance, auto, habitation, rc) and a plan (formule)."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=6, unique=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    product: str = Field(max_length=16)
    plan: str
    starts_on: date
    ends_on: date | None = None
    monthly_contribution_cents: int | None = None
