"""Serves the built app of the present folder, as ``reflex run`` does once it has built it."""

import os
import sys

from reflex.utils.exec import run_backend_prod
from reflex_base.constants import Env, LogLevel
from reflex_base.environment import environment
from sqlalchemy import Engine, event


def _note_statements(path: str) -> None:
    """Append the beginning of every statement to a file: its lines can be counted from outside."""
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        os.write(log, " ".join(statement.split())[:400].encode() + b"\n")

    event.listen(Engine, "before_cursor_execute", note)


if __name__ == "__main__":
    sys.path.insert(0, "")
    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    if where := os.environ.get("BENCH_STATEMENTS"):
        _note_statements(where)
    run_backend_prod(sys.argv[1], int(sys.argv[2]), LogLevel.WARNING, True)
