"""Whether the time of a refused sign-in tells that an account exists.

Measured where the sign-in page asks for it (``state/bridge.py``). Each kind of try is made in turn,
in a random order, on a base of its own; each is compared with an unknown address by a Mann-Whitney
test: p is how often chance alone would give such a difference.
"""

import asyncio
import os
import random
import time
from dataclasses import dataclass
from datetime import date
from math import erfc, sqrt
from statistics import median
from tempfile import TemporaryDirectory

from sqlmodel import Session, delete

from portal.bootstrap import portal
from portal.models.accounts import Account, SignInFailure
from portal.models.members import Member
from portal.services.passwords import hash_password
from portal.services.sign_in import sign_in
from portal.settings import settings
from portal.state.bridge import write_evenly

ROUNDS = 100
_UNKNOWN = "unknown address"
_EMAILS = {
    _UNKNOWN: "nobody@example.org",
    "wrong password": "known@example.org",
    "disabled account": "disabled@example.org",
    "demonstration account": "demo@example.org",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds of one kind of try; ``p`` against an unknown address."""

    kind: str
    median_ms: float
    p: float


def run(rounds: int = ROUNDS) -> list[Figure]:
    """Measure on an empty base, and return one figure a kind of try."""
    with TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ |= {"PORTAL_DATA_DIR": folder, "PORTAL_DATABASE_URL": ""}
        settings.cache_clear()
        portal.cache_clear()
        try:
            portal().write(_add_accounts, now=portal().clock.now())
            return _figures(asyncio.run(_measure(rounds)))
        finally:
            portal().engine.dispose()


def write(figures: list[Figure]) -> str:
    """The table of docs/performance.md."""
    lines = ["| refused sign-in | median | p against an unknown address |", "|---|---|---|"]
    for figure in figures:
        p = "" if figure.kind == _UNKNOWN else f"{figure.p:.2f}"
        lines.append(f"| {figure.kind} | {figure.median_ms:.2f} ms | {p} |")
    return "\n".join(lines)


def _add_accounts(*, session: Session, now) -> None:
    for number, (kind, email) in enumerate(_EMAILS.items()):
        if kind == _UNKNOWN:
            continue
        member = Member(
            number=f"B{number}",
            last_name="Banc",
            first_name="Essai",
            birth_date=date(1980, 1, 1),
        )
        session.add(member)
        session.flush()
        session.add(
            Account(
                member_id=member.id,
                email=email,
                password_hash=hash_password("Lavande-Mistral-27"),
                created_at=now,
                is_demo=kind.startswith("demonstration"),
                disabled_at=now if kind.startswith("disabled") else None,
            )
        )


async def _measure(rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {kind: [] for kind in _EMAILS}
    for turn in range(rounds + 10):
        for kind, email in random.sample(list(_EMAILS.items()), len(_EMAILS)):
            portal().write(_forget)
            start = time.perf_counter()
            await write_evenly(
                sign_in,
                cipher=portal().cipher,
                now=portal().clock.now(),
                email=email,
                password="Pas-le-bon-mot-1",
                browser="bench",
                network="192.0.2.1",
            )
            if turn >= 10:  # the first ones warm up
                times[kind].append(1000 * (time.perf_counter() - start))
    return times


def _forget(*, session: Session) -> None:
    """Wrong tries would make the next ones wait."""
    session.execute(delete(SignInFailure))


def _figures(times: dict[str, list[float]]) -> list[Figure]:
    return [
        Figure(kind, median(values), mann_whitney(values, times[_UNKNOWN]))
        for kind, values in times.items()
    ]


def mann_whitney(first: list[float], second: list[float]) -> float:
    """Two-sided p of the Mann-Whitney U test, by its normal approximation."""
    labelled = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(rank for rank, (_, sample) in enumerate(labelled, start=1) if sample == 0)
    n, m = len(first), len(second)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / sqrt(n * m * (n + m + 1) / 12)
    return erfc(abs(z) / sqrt(2))
