"""Encrypting everything anew with the newest key."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Table, bindparam, select, update
from sqlmodel import Session

from portal.domain.actors import Operator
from portal.domain.errors import KeyMissing
from portal.models import metadata
from portal.services import audit
from portal.services.ports import Cipher
from portal.services.rights import require_operator

SEALED_ENDINGS = ("_sealed", "_encrypted")
_BATCH = 1_000


def renew_sealed(*, session: Session, actor: Operator, cipher: Cipher, now: datetime) -> int:
    """Encrypt every sealed value with the newest key; return how many there were.

    All or nothing. What is encrypted meanwhile by a process that has not seen the new key yet is
    read by the old one, which stays. Raises ``NotAllowed`` for anybody but an operator,
    ``KeyMissing`` when no key opens a value.
    """
    require_operator(actor)
    count = sum(_renew_table(session, cipher, table) for table in metadata.sorted_tables)
    audit.record(session, "keys.rotated", at=now, actor=actor.name, values=count)
    return count


def _renew_table(session: Session, cipher: Cipher, table: Table) -> int:
    sealed = [column for column in table.columns if column.name.endswith(SEALED_ENDINGS)]
    return sum(_renew_column(session, cipher, table, column.name) for column in sealed)


def _renew_column(session: Session, cipher: Cipher, table: Table, name: str) -> int:
    key = next(iter(table.primary_key.columns))
    change = update(table).where(key == bindparam("of")).values({name: bindparam("renewed")})
    count = 0
    for batch in _batches(session, table, name):
        renewed = [
            {"of": of, "renewed": _renew(cipher, value, f"{table.name}.{name} ({of})")}
            for of, value in batch
        ]
        session.connection().execute(change, renewed)
        count += len(renewed)
    return count


def _renew(cipher: Cipher, value: str, where: str) -> str:
    try:
        return cipher.renew(value)
    except ValueError as error:
        raise KeyMissing(
            f"Aucune clé connue n’ouvre {where}. Rien n’a été changé\u00a0: "
            "ajoutez l’ancienne clé à PORTAL_ENCRYPTION_KEYS, puis recommencez."
        ) from error


def _batches(session: Session, table: Table, name: str) -> Iterator[list[tuple[int, str]]]:
    """The key and the value of each row that has one, by growing key, so many at a time."""
    key, column = next(iter(table.primary_key.columns)), table.c[name]
    last = -1
    while True:
        statement = (
            select(key, column).where(column.is_not(None), key > last).order_by(key).limit(_BATCH)
        )
        rows = [(int(of), str(value)) for of, value in session.connection().execute(statement)]
        if not rows:
            return
        yield rows
        last = rows[-1][0]
