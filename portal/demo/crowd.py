"""Members by the hundred thousand, for benchmarks: plain rows from a few priced templates.

Rows are written as text, one member after the other: nothing grows with their number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TextIO

from portal.demo.catalogue import PLANS
from portal.demo.contributions import instalments
from portal.demo.families import Cover
from portal.demo.names import FIRST_NAMES, LAST_NAMES, STREETS
from portal.demo.people import CITIES, City, landline, nir
from portal.demo.templates import DAYS, Templates
from portal.domain.french import decimal

FIRST_NUMBER = 20_000_000
FIRST_CONTRACT = 300_000
LARGEST = 700_000
_MONTHLY = {"eco": 29_90, "confort": 58_40, "premium": 94_20, "senior": 112_70, "entreprise": 41_15}
_FAMILIES = ("", "", "", "conjoint", "conjoint", "conjoint enfant", "conjoint enfant enfant")
# How unequally lines fall on members: a cycle of weights.
_SHARES = (1, 4, 7, 10, 13, 16, 19, 10)


@dataclass(frozen=True, slots=True)
class CrowdFiles:
    """The files a crowd is added to."""

    members: TextIO
    contracts: TextIO
    beneficiaries: TextIO
    contributions: TextIO
    claims: TextIO


@dataclass(frozen=True, slots=True)
class Passer:
    """One member of the crowd. ``children`` are ranks whose care bears no deduction."""

    number: str
    plan: str
    city: City
    people: int
    children: range


def write_crowd(
    files: CrowdFiles, templates: Templates, *, members: int, claims: int, today: date, seed: int
) -> None:
    """Add ``members`` members to the files, and exactly ``claims`` lines among them."""
    rng = Random(f"{seed}:crowd")
    for index, lines in enumerate(shares(claims, members)):
        passer = _write_member(files, index, today, rng)
        files.claims.writelines(lines_for(passer, templates, lines, rng))


def shares(claims: int, members: int) -> Iterator[int]:
    """How many lines each member has, unequal and adding up to ``claims``."""
    cycles, rest = divmod(members, len(_SHARES))
    whole = cycles * sum(_SHARES) + sum(_SHARES[:rest])
    given = reached = 0
    for index in range(members):
        reached += _SHARES[index % len(_SHARES)]
        until = claims * reached // whole
        yield until - given
        given = until


def lines_for(
    passer: Passer, templates: Templates, lines: int, rng: Random, first: int = 1
) -> Iterator[str]:
    """``lines`` lines of one member as text, numbered from ``first``, oldest first."""
    adult = templates.cells(passer.plan, passer.city, child=False)
    child = templates.cells(passer.plan, passer.city, child=True)
    end = passer.number[-5:]
    days = sorted((int(rng.random() * DAYS) for _ in range(lines)), reverse=True)
    for number, ago in enumerate(days, start=first):
        rank = 1 + int(rng.random() * passer.people)
        cells = child if rank in passer.children else adult
        act = cells[int(rng.random() * len(cells))]
        day, tail, paid = templates.days[ago]
        head = f"L{passer.number}-{number:04d};;{passer.number};{rank};{day};"
        if not paid:
            yield f"{head}{act.granted};{tail}\n"
        elif rng.random() < 0.02:
            yield f"{head}{act.rejected};{templates.rejection(ago)}\n"
        else:
            yield f"{head}{act.granted};{tail}{end};\n"


def _write_member(files: CrowdFiles, index: int, today: date, rng: Random) -> Passer:
    number, contract = f"{FIRST_NUMBER + index}", f"{FIRST_CONTRACT + index}"
    city = rng.choice(tuple(CITIES.values()))
    plan = rng.choice(tuple(PLANS))
    last, address = rng.choice(LAST_NAMES), f"{rng.randint(1, 99)} {rng.choice(STREETS)}"
    family = rng.choice(_FAMILIES).split()
    joined = today - timedelta(days=rng.randint(800, 4000))
    for rank, link in enumerate(("assure", *family), start=1):
        first = rng.choice(FIRST_NAMES)
        born = _born(today, rng, child=link == "enfant")
        key = nir(1 + index % 2, born, city.insee, 1 + rng.randrange(999))
        identity = f"{last};{first};{born}"
        files.beneficiaries.write(f"{number};{rank};{identity};{link};{key}\n")
        if rank == 1:
            files.members.write(
                f"{number};{identity};{key};adherent{index}@example.org;{landline(index)};"
                f"{address};{city.postal_code};{city.name};{joined};\n"
            )
    cover = Cover(contract, "sante", PLANS[plan], joined, _MONTHLY[plan])
    files.contracts.write(
        f"{contract};{number};sante;{cover.plan};{joined};;{decimal(cover.monthly)}\n"
    )
    for row in instalments(cover, today, months=range(-1, 2)):
        files.contributions.write(";".join(row) + "\n")
    return Passer(number, plan, city, 1 + len(family), range(3, 3 + family.count("enfant")))


def _born(today: date, rng: Random, *, child: bool) -> date:
    # A child is under 18 on every day of the two years of care, and already born.
    youngest, oldest = (2, 16) if child else (21, 85)
    year = today.year - rng.randint(youngest + 1, oldest)
    return date(year, rng.randint(1, 12), rng.randint(1, 28))
