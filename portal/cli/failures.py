"""What an operator reads when a command cannot do its work: a sentence, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError

from portal.domain.errors import Refusal


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turn refusals and an unreachable database into a sentence on stderr and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    except (DBAPIError, ArgumentError, CommandError, OSError) as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        typer.echo(f"La base de données ne répond pas ({cause}).", err=True)
        raise typer.Exit(1) from error
