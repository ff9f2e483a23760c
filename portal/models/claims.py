"""Reimbursement lines (remboursements) and the dates of their earlier statuses."""

from datetime import date

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from portal.models.types import Table


class Claim(Table, table=True):
    """One reimbursement line (ligne de décompte). Amounts are euro cents, quantities hundredths."""

    __table_args__ = (
        # Everything that filters and totals read: they never visit the lines, which lie scattered.
        Index(
            "ix_claim_member_date",
            "member_id",
            "care_date",
            "id",
            "category",
            "status",
            "beneficiary_rank",
            "payee",
            "expense_cents",
            "ro_cents",
            "rc_cents",
            "remaining_cents",
        ),
        Index(
            "ix_claim_origin",
            "origin_line_number",
            sqlite_where=text("origin_line_number IS NOT NULL"),
            postgresql_where=text("origin_line_number IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    line_number: str = Field(max_length=64, unique=True)
    origin_line_number: str | None = Field(default=None, max_length=64)
    member_id: int = Field(foreign_key="member.id")
    beneficiary_rank: int | None = None
    care_date: date
    act_code: str
    act_label: str
    category: str = Field(max_length=24)
    practitioner: str | None = None
    specialty: str | None = None
    quantity_hundredths: int = 100
    expense_cents: int
    base_cents: int | None = None
    ro_cents: int
    rc_cents: int
    deduction_cents: int | None = None
    remaining_cents: int
    payee: str | None = Field(default=None, max_length=16)
    status: str = Field(max_length=16)
    status_date: date | None = None
    payment_date: date | None = None
    payment_reference: str | None = None
    rejection_reason: str | None = None
    search_text: str = Field(sa_type=Text)


class ClaimStatusChange(Table, table=True):
    """A status a line has left, with the date it had it from; the present one is on the line."""

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    status: str = Field(max_length=16)
    status_date: date | None = None
