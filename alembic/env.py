"""Runs the migrations on the engine it is given, or on the one of the settings."""

from alembic import context
from sqlalchemy import text

from portal.adapters.database import connect
from portal.models import metadata
from portal.settings import settings

engine = context.config.attributes.get("engine") or connect(settings().sqlalchemy_url)

with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # SQLite alters a table by making it anew: references to it must not mind for that while.
        # Said on the driver's connection, as it has no effect inside a transaction.
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # Two processes that start together migrate one after the other.
            connection.execute(text("SELECT pg_advisory_xact_lock(704113)"))
        context.run_migrations()
