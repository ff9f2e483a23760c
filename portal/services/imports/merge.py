"""Merging one staged file into the database, by statements over whole sets of rows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy import update as update_table
from sqlalchemy.dialects import postgresql, sqlite

from portal.domain.files.kinds import CLAIMS, Kind
from portal.models import metadata
from portal.services.imports.news import PaymentNews
from portal.services.imports.search import SEARCHED_COLUMNS, refresh_search_texts
from portal.services.imports.staging import CHANGED, STAGES, TOUCHED, count
from portal.services.imports.targets import TARGETS

HISTORY = metadata.tables["claim_status_change"]

# Computed fields, and the columns without which a file cannot tell them. They are written with the
# others, but never a reason by themselves to call a row changed.
_MADE_OF = {"nir_encrypted": frozenset({"nir"}), "search_text": SEARCHED_COLUMNS}


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file whose rows are staged: its number among the files, and the columns it has."""

    number: int
    kind: Kind
    header: frozenset[str]


class Merge:
    """Merges a file whose rows have all been checked."""

    def __init__(self, connection: Connection, file: StagedFile, news: PaymentNews) -> None:
        self._connection = connection
        self._file = file
        self._news = news
        self._target = TARGETS[file.kind]
        self._table: Table = self._target.table
        self._stage = STAGES[file.kind]
        # A column that the file lacks leaves what is stored alone.
        self._told = [c.field for c in file.kind.columns if c.name in file.header]
        self._computed = [
            field for field in file.kind.extra if file.header.issuperset(_MADE_OF[field])
        ]

    def run(self) -> tuple[int, int]:
        """Merge, and return how many rows were created and updated."""
        connection = self._connection
        last_id = connection.scalar(select(func.max(self._table.c.id))) or 0
        connection.execute(delete(CHANGED))
        changed = self._note_changes()
        if changed:
            self._touch_members(self._table.c.id.in_(select(CHANGED.c.target_id)))
            self._keep_status_history()
            if self._file.kind is CLAIMS:
                self._news.note_changed()
            self._update()
            self._touch_members(self._table.c.id.in_(select(CHANGED.c.target_id)))
        created = self._create()
        if created:
            self._touch_members(self._table.c.id > last_id)
            if self._file.kind is CLAIMS:
                self._news.note_created(last_id)
        return created, changed

    def _owned(self) -> tuple[Any, ColumnElement[Any] | None]:
        """The staged rows joined to their owners, and the owner's id."""
        owner = self._target.owner
        if owner is None:
            return self._stage, None
        return self._stage.join(owner, owner.c.number == self._stage.c.owner), owner.c.id

    def _note_changes(self) -> int:
        source, owner_id = self._owned()
        stage, table = self._stage, self._table
        pairs: list[tuple[Column[Any], ColumnElement[Any]]] = [
            (table.c[field], stage.c[field]) for field in self._told if field != "owner"
        ]
        if owner_id is not None:
            pairs.append((table.c[self._target.owner_id], owner_id))
        same = [ours == theirs for ours, theirs in pairs if ours.name in self._target.key]
        differs = [
            ours.is_distinct_from(theirs)
            for ours, theirs in pairs
            if ours.name not in self._target.key
        ]
        found = select(stage.c.n, owner_id if owner_id is not None else table.c.id, table.c.id)
        found = found.select_from(source.join(table, and_(*same)))
        found = found.where(stage.c.file == self._file.number, or_(*differs))
        noted = insert(CHANGED).from_select(["n", "owner_id", "target_id"], found)
        return count(self._connection, noted)

    def _create(self) -> int:
        source, owner_id = self._owned()
        fields = [field for field in self._file.kind.fields if field != "owner"]
        values: list[ColumnElement[Any]] = [self._stage.c[field] for field in fields]
        if owner_id is not None:
            fields.append(self._target.owner_id)
            values.append(owner_id)
        rows = select(*values).select_from(source)
        rows = rows.where(self._stage.c.file == self._file.number)
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        # Rows that are known already conflict by their key: they need no other look-up.
        created = dialect.insert(self._table).from_select(fields, rows, include_defaults=False)
        created = created.on_conflict_do_nothing(index_elements=list(self._target.key))
        return count(self._connection, created)

    def _update(self) -> None:
        fields = [field for field in (*self._told, *self._computed) if field != "owner"]
        values: dict[str, Any] = {field: self._stage.c[field] for field in fields}
        if self._target.owner_id:
            values[self._target.owner_id] = CHANGED.c.owner_id
        self._connection.execute(
            update_table(self._table)
            .values(values)
            .where(self._table.c.id == CHANGED.c.target_id, CHANGED.c.n == self._stage.c.n)
        )
        if "search_text" in self._file.kind.extra and "search_text" not in fields:
            refresh_search_texts(self._connection)

    def _keep_status_history(self) -> None:
        """Keep the status that each changed claim is about to leave."""
        if "statut" not in self._file.header or self._table.name != "claim":
            return
        claim, stage = self._table, self._stage
        left = (
            select(claim.c.id, claim.c.status, claim.c.status_date)
            .join(CHANGED, CHANGED.c.target_id == claim.c.id)
            .join(stage, stage.c.n == CHANGED.c.n)
            .where(claim.c.status != stage.c.status)
        )
        names = ["claim_id", "status", "status_date"]
        self._connection.execute(insert(HISTORY).from_select(names, left))

    def _touch_members(self, which: ColumnElement[bool]) -> None:
        """Note the members whose rows ``which`` tells, so that their pages are told."""
        if not self._target.topic:
            return
        member_id, source = self._member_id()
        members = (
            select(member_id, literal(self._target.topic))
            .select_from(source)
            .where(which)
            .distinct()
        )
        noted = insert(TOUCHED).from_select(["member_id", "topic"], members)
        self._connection.execute(noted)

    def _member_id(self) -> tuple[ColumnElement[Any], Any]:
        owner = self._target.owner
        if owner is None:
            return self._table.c.id, self._table
        if self._target.owner_id == "member_id":
            return self._table.c.member_id, self._table
        return owner.c.member_id, self._table.join(owner)
