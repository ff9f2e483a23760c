"""How many events a second one server answers, beside the counter of an empty app.

Two events of a member's page: the lightest there is (closing a message: the guard with its look-up
of the session, then a handler that touches no data), and the next or previous page of the
reimbursements (the guard, the lines, twenty rows of answer). Closed loop: a client sends an event
when the one before is answered. Runs alternate with the empty app's.
"""

import json
import subprocess
import sys
from typing import Any

from reflex.state import BaseState
from reflex_base.utils.format import format_event_handler

from bench.apps import build_empty_app, build_portal, serve
from bench.bases import BUSY
from bench.figures import Figure
from bench.place import ROOT, environment
from portal.state.claims import ClaimsState
from portal.state.shell import SessionState

CLIENTS = (100, 300)
WARM_UP_SECONDS, SECONDS, REPEATS = 2.0, 6.0, 2
COUNTER = [("reflex___state____state.empty_app___empty_app____counter.increment", "")]


def _event(state: type[BaseState], handler: str, query: str = "") -> tuple[str, str]:
    return format_event_handler(state.event_handlers[handler]), query


LIGHT = [_event(SessionState, "dismiss_announcement")]
PAGES = [_event(ClaimsState, "next_page"), _event(ClaimsState, "previous_page", "page=2")]


def run() -> dict[str, Any]:
    """Measure, and return the figures by name."""
    portal, empty = build_portal(), build_empty_app()
    base = BUSY.make()
    results: dict[str, Any] = {"rates": {}, "ratios": {}}
    with serve(empty) as counter, serve(portal, "127.0.0.3", base) as member:
        cookies = base.cookies(max(CLIENTS))
        for count in CLIENTS:
            plans = {
                "counter": (counter.url, "/", [""] * count, COUNTER),
                "light event": (member.url, "/remboursements", cookies[:count], LIGHT),
                "next page": (member.url, "/remboursements", cookies[:count], PAGES),
            }
            runs = [(name, _ask(*plan)) for _ in range(REPEATS) for name, plan in plans.items()]
            _add(results, count, runs)
    return results


def _ask(url: str, path: str, cookies: list[str], events: list[tuple[str, str]]) -> dict[str, Any]:
    plan = {"url": url, "path": path, "cookies": cookies, "events": events}
    times = {"warm_up": WARM_UP_SECONDS, "seconds": SECONDS}
    done = subprocess.run(
        [sys.executable, "-m", "bench.clients"],
        check=True,
        cwd=ROOT,
        env=environment(),
        input=json.dumps(plan | times),
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


def _add(results: dict[str, Any], count: int, runs: list[tuple[str, dict[str, Any]]]) -> None:
    rates = {}
    for name in dict(runs):
        parts = [run for of, run in runs if of == name]
        latencies = [ms for part in parts for ms in part["latencies"]]
        rates[name] = {
            "events per second": round(len(latencies) / (SECONDS * len(parts))),
            "p95 ms": Figure.of(latencies).p95,
            "client busy": round(max(part["busy"] for part in parts), 2),
        }
    results["rates"][str(count)] = rates
    for name, rate in rates.items():
        if name != "counter":
            ratio = rate["events per second"] / rates["counter"]["events per second"]
            results["ratios"][f"{name}, {count} members / counter"] = round(ratio, 2)
