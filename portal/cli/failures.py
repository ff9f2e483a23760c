"""What an operator reads when a command cannot do its work: a sentence, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError

from portal.domain.errors import Refusal
from portal.domain.french import NO_BREAK


@contextmanager
def told_in_words(before: str = "") -> Iterator[None]:
    """Turn refusals and an unreachable database into a sentence on stderr and exit code 1.

    ``before``: what the sentence begins with.
    """
    try:
        yield
    except Refusal as refusal:
        _stop(before + refusal.sentence, refusal)
    except (DBAPIError, ArgumentError, CommandError) as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        _stop(f"{before}La base de données ne répond pas ({cause}).", error)
    except OSError as error:
        _stop(f"{before}Le système a refusé{NO_BREAK}: {error}.", error)


def _stop(sentence: str, error: Exception) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1) from error
