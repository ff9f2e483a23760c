"""Loads a data set into an empty database, through the import that any file goes through."""

from dataclasses import dataclass
from pathlib import Path

from portal.adapters.csv_files import CsvFile
from portal.bootstrap import Portal
from portal.demo.bookings import fill_bookings
from portal.demo.conversations import fill_conversations
from portal.demo.dataset import Order, write_dataset
from portal.domain.actors import Operator
from portal.domain.errors import NotAllowed
from portal.services.demo import data_origin, open_demo_accounts
from portal.services.imports import ImportReport, import_files
from portal.services.ports import Progress

_OVER_REAL_DATA = (
    "Cette base contient des données réelles\u00a0: les données d’exemple n’y seront pas mêlées. "
    "Choisissez une base vide avec PORTAL_DATABASE_URL ou PORTAL_DATA_DIR."
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading did; no ``report`` when the example data was there already."""

    report: ImportReport | None
    accounts: int

    def rows(self, kind: str) -> int:
        """How many rows of a kind of file were created."""
        files = self.report.files if self.report else ()
        return sum(file.created for file in files if file.kind == kind)


def load(portal: Portal, order: Order, folder: Path, progress: Progress | None = None) -> Loaded:
    """Make the files of ``order`` in ``folder``, take them in, and open the cast's accounts.

    Over example data only the accounts that lack are opened. Raises ``NotAllowed`` over real data.
    """
    origin = portal.read(data_origin)
    if origin not in {"", "demo"}:
        raise NotAllowed(_OVER_REAL_DATA)
    report = None if origin else _take_in(portal, write_dataset(order, folder), progress)
    # Also when the data is there: a loading may have been cut short before this point.
    accounts = portal.write(open_demo_accounts, now=portal.clock.now())
    portal.write(
        fill_conversations,
        now=portal.clock.now(),
        zone=portal.settings.zone,
        tree=portal.flows.messages,
    )
    portal.write(
        fill_bookings, now=portal.clock.now(), zone=portal.settings.zone, cipher=portal.cipher
    )
    return Loaded(report, accounts)


def _take_in(portal: Portal, paths: list[Path], progress: Progress | None) -> ImportReport:
    report = import_files(
        engine=portal.engine,
        actor=Operator("demo"),
        clock=portal.clock,
        cipher=portal.cipher,
        files=[CsvFile(path, name=path.name) for path in paths],
        zone=portal.settings.zone,
        data_origin="demo",
        progress=progress,
    )
    if not report.ok:
        raise NotAllowed(
            f"Les données d’exemple n’ont pas pu être chargées. {_first_reason(report)}"
        )
    return report


def _first_reason(report: ImportReport) -> str:
    for file in report.files:
        if file.error:
            return f"{file.file}\u00a0: {file.error}"
        for issue in file.refused:
            return f"{file.file}, ligne {issue.line}\u00a0: {issue.reason}"
    return ""
