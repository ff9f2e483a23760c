"""Writes a whole data set: the cast's files, and a crowd's when asked for."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random
from typing import TextIO

from portal.demo import files
from portal.demo.claims import Line, lines_of
from portal.demo.contributions import contribution_rows
from portal.demo.crowd import LARGEST, CrowdFiles, Passer, lines_for, write_crowd
from portal.demo.families import Household, households
from portal.demo.practitioners import Professional, directory
from portal.demo.templates import Templates
from portal.demo.waves import LAST_WAVE, write_waves
from portal.domain.errors import InvalidInput

_LINES_A_MEMBER = 10
CLAIM_FILES = ("remboursements.csv", *(f"remboursements-{n}.csv" for n in range(1, LAST_WAVE + 1)))


@dataclass(frozen=True, slots=True)
class Order:
    """What to make. ``members`` and ``claims`` count everything, the cast included.

    ``heavy_lines`` is the exact number of lines of the first member. Without these three the set
    is the cast alone, its claims in successive files so that each keeps its dated statuses; with
    one of them each line comes once, as it stands today.
    """

    today: date
    seed: int = 1
    members: int | None = None
    claims: int | None = None
    heavy_lines: int | None = None

    @property
    def is_cast_only(self) -> bool:
        """Whether nothing is asked for but the cast."""
        return self.members is None and self.claims is None and self.heavy_lines is None


def write_dataset(order: Order, folder: Path) -> list[Path]:
    """Write the files of ``order`` into ``folder``; return their paths, in the order to import.

    Raises ``InvalidInput`` when the numbers asked for cannot be met.
    """
    homes = households(order.today)
    professionals = directory(order.today, order.seed)
    told = [lines_of(home, order.today, order.seed, professionals) for home in homes]
    crowd, crowd_claims = _crowd_size(order, homes, told)
    folder.mkdir(parents=True, exist_ok=True)
    # Claims of an earlier, otherwise shaped set would be imported along.
    for old in CLAIM_FILES:
        (folder / old).unlink(missing_ok=True)
    paths = _write_people(folder, order, homes, professionals)
    if order.is_cast_only:
        return paths + write_waves(folder, chain.from_iterable(told))
    templates = Templates(order.today, professionals)
    paths.append(_write_claims(folder, order, homes[0], told, templates))
    if crowd:
        with ExitStack() as stack:
            write_crowd(
                _reopened(folder, stack),
                templates,
                members=crowd,
                claims=crowd_claims,
                today=order.today,
                seed=order.seed,
            )
    return paths


def _crowd_size(order: Order, homes: list[Household], told: list[list[Line]]) -> tuple[int, int]:
    """How many members and lines come on top of the cast's."""
    first = len(told[0]) if order.heavy_lines is None else order.heavy_lines
    cast_lines = first + sum(map(len, told[1:]))
    if order.members is not None:
        crowd = order.members - len(homes)
    else:
        crowd = max(0, (order.claims or 0) - cast_lines) // _LINES_A_MEMBER
    lines = crowd * _LINES_A_MEMBER if order.claims is None else order.claims - cast_lines
    if not 0 <= crowd <= LARGEST:
        raise InvalidInput("members", f"Demandez de {len(homes)} à {LARGEST} adhérents.")
    if lines < 0:
        raise InvalidInput(
            "claims",
            f"Demandez au moins {cast_lines} lignes\u00a0: celles des membres de démonstration.",
        )
    if lines and not crowd:
        raise InvalidInput("members", f"Demandez plus de {len(homes)} adhérents pour ces lignes.")
    return crowd, lines


def _write_people(
    folder: Path, order: Order, homes: list[Household], professionals: list[Professional]
) -> list[Path]:
    everyone = chain.from_iterable
    schedules = everyone(contribution_rows(home, order.today) for home in homes)
    return [
        files.write(folder / f"{name}.csv", header, rows)
        for name, header, rows in (
            ("adherents", files.MEMBERS, map(files.member_row, homes)),
            ("contrats", files.CONTRACTS, everyone(map(files.contract_rows, homes))),
            ("beneficiaires", files.BENEFICIARIES, everyone(map(files.beneficiary_rows, homes))),
            ("professionnels", files.PROFESSIONALS, map(files.professional_row, professionals)),
            ("cotisations", files.CONTRIBUTIONS, schedules),
        )
    ]


def _write_claims(
    folder: Path, order: Order, first: Household, told: list[list[Line]], templates: Templates
) -> Path:
    wanted = len(told[0]) if order.heavy_lines is None else order.heavy_lines
    kept = chain(told[0][:wanted], *told[1:])
    path = files.write(folder / "remboursements.csv", files.CLAIMS, map(files.claim_row, kept))
    with path.open("a", encoding="utf-8") as file:
        file.writelines(_more_lines(first, wanted, len(told[0]), templates, order.seed))
    return path


def _more_lines(
    home: Household, wanted: int, have: int, templates: Templates, seed: int
) -> Iterator[str]:
    if wanted <= have:
        return iter(())
    children = [one.rank for one in home.people if one.link == "enfant"]
    passer = Passer(
        number=home.cast.number,
        plan=home.plan,
        city=home.city,
        people=len(home.people),
        children=range(children[0], children[-1] + 1) if children else range(0),
    )
    rng = Random(f"{seed}:heavy")
    return lines_for(passer, templates, wanted - have, rng, first=have + 1)


def _reopened(folder: Path, stack: ExitStack) -> CrowdFiles:
    def reopen(name: str) -> TextIO:
        path = folder / f"{name}.csv"
        return stack.enter_context(path.open("a", encoding="utf-8", newline=""))

    return CrowdFiles(
        members=reopen("adherents"),
        contracts=reopen("contrats"),
        beneficiaries=reopen("beneficiaires"),
        contributions=reopen("cotisations"),
        claims=reopen("remboursements"),
    )
