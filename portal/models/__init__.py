"""SQLModel tables, one module per subject. Importing this package registers them all."""

from sqlmodel import SQLModel

from portal.models import (
    accounts,
    api_keys,
    audit,
    beneficiaries,
    claims,
    codes,
    contracts,
    contributions,
    factors,
    installation,
    live,
    members,
    notifications,
    outbox,
    practitioners,
    sessions,
    sign_up,
    support,
)

metadata = SQLModel.metadata

__all__ = [
    "accounts",
    "api_keys",
    "audit",
    "beneficiaries",
    "claims",
    "codes",
    "contracts",
    "contributions",
    "factors",
    "installation",
    "live",
    "members",
    "metadata",
    "notifications",
    "outbox",
    "practitioners",
    "sessions",
    "sign_up",
    "support",
]
