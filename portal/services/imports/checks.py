"""Checks that need more than one row: repeated keys, and references to what does not exist."""

from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, null, select

from portal.domain.files.kinds import CLAIMS, Kind
from portal.services.imports.issues import Issue, IssueStore
from portal.services.imports.staging import REFUSED, STAGES, count
from portal.services.imports.targets import TARGETS


class Checks:
    """Refuses staged rows of one kind: reports them, and takes them off the stage."""

    def __init__(self, connection: Connection, kind: Kind, issues: IssueStore) -> None:
        self._connection = connection
        self._kind = kind
        self._stage = STAGES[kind]
        self._issues = issues

    def run(self) -> None:
        """Refuse all that has to be."""
        self._refuse_repeated_keys()
        self._refuse_unknown_owners()
        if self._kind is CLAIMS:
            self._refuse_unknown_origins()

    def _refuse_repeated_keys(self) -> None:
        stage = self._stage
        key = [stage.c[self._kind.field_of(name)] for name in self._kind.key]
        seen = select(stage.c.file, *key, func.min(stage.c.n).label("first"))
        repeated = seen.group_by(stage.c.file, *key).having(func.count() > 1).subquery()
        first = stage.alias()
        rows = (
            select(stage.c.n, first.c.line)
            .join(repeated, and_(*(repeated.c[column.name] == column for column in key)))
            .join(first, first.c.n == repeated.c.first)
            .where(stage.c.file == repeated.c.file, stage.c.n > repeated.c.first)
        )
        names = " + ".join(self._kind.key)
        self._refuse(rows, self._kind.key[0], f"{names} figure déjà à la ligne {{other}}.")

    def _refuse_unknown_owners(self) -> None:
        owner = TARGETS[self._kind].owner
        if owner is None:
            return
        known = select(owner.c.id).where(owner.c.number == self._stage.c.owner).exists()
        column = next(c.name for c in self._kind.columns if c.field == "owner")
        what = "Adhérent inconnu" if column == "num_adherent" else "Contrat inconnu"
        self._refuse(
            select(self._stage.c.n, null()).where(~known),
            column,
            f"{what}\u00a0: ce numéro n’est ni dans les fichiers donnés, ni déjà connu.",
        )

    def _refuse_unknown_origins(self) -> None:
        stage, claim = self._stage, TARGETS[CLAIMS].table
        origin = stage.c.origin_line_number
        beside = stage.alias()
        unknown = select(stage.c.n, null()).where(
            origin.is_not(None),
            ~select(claim.c.id).where(claim.c.line_number == origin).exists(),
            ~select(beside.c.n).where(beside.c.line_number == origin).exists(),
        )
        sentence = (
            "Ligne d’origine inconnue\u00a0: ce numéro n’est ni dans les fichiers donnés, "
            "ni déjà connu."
        )
        # A line that is refused may be the origin of another one.
        while self._refuse(unknown, "id_ligne_origine", sentence):
            pass

    def _refuse(self, rows: Select[Any, Any], column: str, sentence: str) -> int:
        """Refuse the rows that a select of (n, other line) finds, and return how many."""
        found = insert(REFUSED).from_select(["n", "other"], rows)
        refused = count(self._connection, found)
        if refused:
            self._report(column, sentence)
            gone = self._stage.c.n.in_(select(REFUSED.c.n))
            self._connection.execute(delete(self._stage).where(gone))
            self._connection.execute(delete(REFUSED))
        return refused

    def _report(self, column: str, sentence: str) -> None:
        stage = self._stage
        value = stage.c[self._kind.field_of(column)]
        rows = select(stage.c.file, stage.c.line, value, REFUSED.c.other)
        rows = rows.join(REFUSED, REFUSED.c.n == stage.c.n)
        streamed = rows.execution_options(stream_results=True, yield_per=1_000)
        for file, line, shown, other in self._connection.execute(streamed):
            issue = Issue(line, column, str(shown), sentence.format(other=other))
            self._issues.add(file, issue, refused=True)
