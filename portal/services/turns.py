"""Taking turns: what must not be done twice at once for the same thing."""

from hashlib import sha256

from sqlalchemy import text
from sqlmodel import Session


def one_at_a_time(session: Session, key: str) -> None:
    """Wait until no other transaction holds ``key``, and hold it until this one ends."""
    # SQLite lets one writer in at a time anyway.
    if session.get_bind().dialect.name == "postgresql":
        number = int(sha256(key.encode()).hexdigest()[:15], 16)
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
