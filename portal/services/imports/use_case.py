"""The use case: several files, taken together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, String, cast, insert, literal, select, update
from sqlmodel import Session

from portal.domain.actors import Operator
from portal.domain.errors import NotAllowed
from portal.domain.files.kinds import KINDS, MEMBERS, Kind
from portal.domain.files.refusals import FileRefused
from portal.models import metadata
from portal.services.demo import close_demo_staff
from portal.services.imports import staging
from portal.services.imports.checks import Checks
from portal.services.imports.issues import Issue, Issues, IssueStore
from portal.services.imports.merge import Merge, StagedFile
from portal.services.imports.news import PaymentNews
from portal.services.imports.report import FileReport, ImportReport
from portal.services.imports.rows import Reading
from portal.services.ports import Cipher, Clock, OpenTable, Progress, SourceFile

_BATCH = 5_000


def import_files(
    *,
    engine: Engine,
    actor: Operator,
    clock: Clock,
    cipher: Cipher,
    files: Sequence[SourceFile],
    zone: ZoneInfo,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
    data_origin: str = "real",
    progress: Progress | None = None,
) -> ImportReport:
    """Take files of the insurer's core system into the database, whatever their order.

    All the files together or nothing, unless ``skip_bad_rows``: then the good rows of the files
    that can be read. ``dry_run`` reports the same and changes nothing. ``data_origin`` (``real``
    or ``demo``) is what an empty database is said to hold from then on; ``zone`` is where "today"
    is. Runs its own two transactions: files are staged without any lock, then merged.

    Raises ``NotAllowed`` when demonstration data would be mixed with real data.
    """
    now = clock.now()
    run = _Import(cipher, now, zone, progress or _quiet, skip_bad_rows)
    with engine.connect() as connection:
        staging.prepare(connection)
        connection.execution_options(writes=False)
        with connection.begin():
            staging.create(connection)
            for source in files:
                run.stage(connection, source)
        if run.is_doomed and any(file.error for file in run.files):
            return run.report()
        connection.execution_options(writes=True)
        with connection.begin() as transaction:
            news = PaymentNews(connection, now, zone)
            run.merge(connection, news)
            report = run.report()
            if report.applied and not dry_run:
                # Open pages ask for what is new since a moment: the time is that of the end.
                import_id = _record(connection, report, actor, clock.now(), data_origin)
                if data_origin != "demo":
                    news.tell(cipher=cipher, now=clock.now(), import_id=import_id)
            else:
                transaction.rollback()
        return report


@dataclass
class _File:
    """How far one file is."""

    number: int
    name: str
    kind: Kind | None = None
    header: frozenset[str] = frozenset()
    read: int = 0
    created: int = 0
    updated: int = 0
    error: str | None = None


@dataclass
class _Import:
    """One import on its way."""

    cipher: Cipher
    now: datetime
    zone: ZoneInfo
    progress: Progress
    skip_bad_rows: bool
    files: list[_File] = field(default_factory=list)
    issues: IssueStore = field(default_factory=IssueStore)
    staged: int = 0

    @property
    def is_doomed(self) -> bool:
        """Whether nothing will be kept, for what is already known."""
        if self.skip_bad_rows:
            return all(file.error for file in self.files)
        return any(
            file.error or self.issues.count(file.number, refused=True) for file in self.files
        )

    def stage(self, connection: Connection, source: SourceFile) -> None:
        """Read a file onto the stage; one that cannot be taken leaves nothing there."""
        file = _File(len(self.files), source.name)
        self.files.append(file)
        try:
            with source.open() as table:
                file.kind = table.kind
                file.header = frozenset(table.header)
                self._warn_of_unknown_columns(file, table)
                with staging.loading(connection, table.kind) as add:
                    self._read(file, table, add)
        except FileRefused as refusal:
            file.error = refusal.sentence
        if file.error and file.kind:
            staging.forget(connection, file.kind, file.number)
            self.issues.forget(file.number)

    def _read(self, file: _File, table: OpenTable, add: staging.Add) -> None:
        today = self.now.astimezone(self.zone).date()

        def report(issue: Issue, refused: bool) -> None:
            self.issues.add(file.number, issue, refused=refused)

        batch: list[list[Any]] = []
        try:
            for line, row in Reading(table, today, self.cipher, report).rows():
                file.read += 1
                if row is not None:
                    self.staged += 1
                    batch.append([self.staged, file.number, line, *row])
                if len(batch) >= _BATCH:
                    add(batch)
                    batch = []
                    self.progress(file.name, table.position(), table.size)
        except FileRefused as refusal:
            # Not let through: it would break off the loading, and the transaction with it.
            file.error = refusal.sentence
        add(batch)
        self.progress(file.name, table.size, table.size)

    def _warn_of_unknown_columns(self, file: _File, table: OpenTable) -> None:
        known = {column.name for column in table.kind.columns}
        for place, name in enumerate(table.header, start=1):
            if name not in known:
                shown = name or f"colonne {place}, sans nom"
                issue = Issue(1, shown, "", "Colonne inconnue\u00a0: elle est laissée de côté.")
                self.issues.add(file.number, issue, refused=False)

    def merge(self, connection: Connection, news: PaymentNews) -> None:
        """Check and merge what is staged, each kind after those that it refers to."""
        staging.wait_for_turn(connection)
        for kind in KINDS:
            files = [file for file in self.files if file.kind is kind and not file.error]
            if not files:
                continue
            self.progress(f"Enregistrement\u00a0: {kind.name}", 0, 0)
            staging.index(connection, kind)
            Checks(connection, kind, self.issues).run()
            for file in files:
                staged = StagedFile(file.number, kind, file.header)
                merge = Merge(connection, staged, news)
                file.created, file.updated = merge.run()

    def report(self) -> ImportReport:
        """Tell what was done; nothing is, when a row or a file spoils it for all."""
        applied = not self.is_doomed
        return ImportReport(tuple(self._report(file, applied) for file in self.files), applied)

    def _report(self, file: _File, applied: bool) -> FileReport:
        refused = Issues(self.issues, file.number, refused=True)
        taken = applied and not file.error
        unchanged = file.read - len(refused) - file.created - file.updated
        return FileReport(
            file=file.name,
            kind=file.kind.name if file.kind else "",
            read=file.read,
            created=file.created if taken else 0,
            updated=file.updated if taken else 0,
            unchanged=unchanged if taken else 0,
            refused=refused,
            warnings=Issues(self.issues, file.number, refused=False),
            error=file.error,
        )


def _record(
    connection: Connection, report: ImportReport, actor: Operator, now: datetime, data_origin: str
) -> int:
    """Write what goes with the data: the audit entry, the news for open pages, the origin.

    Returns the id of the audit entry.
    """
    tables, touched = metadata.tables, staging.TOUCHED
    changes = select(
        literal("member:") + cast(touched.c.member_id, String),
        touched.c.topic,
        literal(now, tables["live_event"].c.at.type),
    )
    live = insert(tables["live_event"]).from_select(["audience", "topic", "at"], changes.distinct())
    connection.execute(live)
    details = {
        "actor": actor.name,
        "files": [
            {
                "kind": file.kind,
                "read": file.read,
                "created": file.created,
                "updated": file.updated,
                "refused": len(file.refused),
            }
            for file in report.files
        ],
    }
    entry = connection.execute(
        insert(tables["audit_entry"]).values(at=now, act="files.imported", details=details)
    )
    _mark_origin(connection, report, now, data_origin)
    return entry.inserted_primary_key[0]  # pyright: ignore[reportOptionalSubscript] - one row


def _mark_origin(
    connection: Connection, report: ImportReport, now: datetime, data_origin: str
) -> None:
    origin = metadata.tables["installation"]
    held = connection.scalar(select(origin.c.data_origin))
    if held == "real" and data_origin == "demo":
        raise NotAllowed(
            "Cette base contient de vraies données\u00a0: l’exemple n’y est pas chargé."
        )
    if held is None and any(file.created for file in report.files):
        connection.execute(insert(origin).values(id=1, data_origin=data_origin, since=now))
    # Lines for the invented members are part of trying the portal. People are not: from then on
    # nobody enters by a button, and nobody else reads what is written to them.
    brings_people = any(file.created for file in report.files if file.kind == MEMBERS.name)
    if held == "demo" and data_origin == "real" and brings_people:
        connection.execute(update(origin).values(data_origin="real", since=now))
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            close_demo_staff(session, now=now)
            session.commit()


def _quiet(step: str, done: int, total: int) -> None:
    """Tell nobody."""
