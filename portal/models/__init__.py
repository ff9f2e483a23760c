"""SQLModel tables, one module per subject. Importing this package registers them all."""

from sqlmodel import SQLModel

from portal.models import (
    accounts,
    api_keys,
    audit,
    beneficiaries,
    claims,
    contracts,
    contributions,
    installation,
    live,
    members,
    practitioners,
    sessions,
)

metadata = SQLModel.metadata

__all__ = [
    "accounts",
    "api_keys",
    "audit",
    "beneficiaries",
    "claims",
    "contracts",
    "contributions",
    "installation",
    "live",
    "members",
    "metadata",
    "practitioners",
    "sessions",
]
