"""Many clients of one server, in a process of their own: ``python -m bench.clients < plan.json``.

Each speaks the websocket protocol of a Reflex page, without a browser: it connects with its own
cookie and tab, waits until the page has loaded, then sends an event, waits for the answer, sends
the next. Prints latencies, and how busy this process was: a client that is short of time would
measure itself.
"""

import asyncio
import json
import sys
import time
import uuid
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

HYDRATE = "reflex___state____state.hydrate_and_load"
QUIET_SECONDS = 1.5
ANSWER_SECONDS = 30
SECONDS_APART = 0.04  # the portal answers thirty events a second from a page, and drops the rest


@dataclass(frozen=True)
class Plan:
    """``cookies``: one per client; ``events``: (handler, query) sent in turn, over and over."""

    url: str
    path: str
    cookies: list[str]
    events: list[tuple[str, str]]
    warm_up: float
    seconds: float


async def run(plan: Plan) -> dict[str, Any]:
    """Connect everybody, let them work, and return what they saw."""
    door = asyncio.Semaphore(20)
    sockets = await asyncio.gather(
        *(_arrive(plan, cookie, number, door) for number, cookie in enumerate(plan.cookies))
    )
    start = time.perf_counter() + plan.warm_up
    latencies: list[float] = []
    work = asyncio.gather(*(_work(plan, socket, start, latencies) for socket in sockets))
    await asyncio.sleep(plan.warm_up)
    cpu = time.process_time()
    await work
    busy = (time.process_time() - cpu) / plan.seconds
    await asyncio.gather(*(socket.close() for socket in sockets))
    return {"latencies": latencies, "busy": busy}


async def _arrive(
    plan: Plan, cookie: str, number: int, door: asyncio.Semaphore
) -> ClientConnection:
    """Open the page from an address of one's own: connect, hydrate, load."""
    address = plan.url.replace("http", "ws", 1) + "/_event/?EIO=4&transport=websocket&token="
    headers = {"Cookie": f"portal_session={cookie}"} if cookie else {}
    async with door:
        socket = await connect(
            address + str(uuid.uuid4()),
            origin=plan.url,  # pyright: ignore[reportArgumentType]
            additional_headers=headers,
            compression=None,
            ping_interval=None,
            # The portal hears only so much from one address.
            local_addr=(f"127.1.{number // 250}.{number % 250 + 1}", 0),
            max_queue=64,
        )
        await socket.recv()
        boot = _event(plan.path, HYDRATE, "")
        await socket.send("40/_event," + json.dumps({"event": boot}))
        await _answer(socket)
    while await _hears(socket):
        pass
    return socket


async def _hears(socket: ClientConnection) -> bool:
    try:
        async with asyncio.timeout(QUIET_SECONDS):
            await _answer(socket)
    except TimeoutError:
        return False
    return True


async def _work(plan: Plan, socket: ClientConnection, start: float, latencies: list[float]) -> None:
    messages = cycle(
        "42/_event," + json.dumps(["event", _event(plan.path, *event)]) for event in plan.events
    )
    while (sent := time.perf_counter()) < start + plan.seconds:
        await socket.send(next(messages))
        async with asyncio.timeout(ANSWER_SECONDS):
            await _answer(socket)
        took = time.perf_counter() - sent
        if sent >= start:
            latencies.append(took * 1000)
        await asyncio.sleep(SECONDS_APART - took)


async def _answer(socket: ClientConnection) -> None:
    """Wait for an update of the page, answering the transport's own pings meanwhile."""
    while not str(message := await socket.recv()).startswith("42/_event,"):
        if message == "2":
            await socket.send("3")


def _event(path: str, name: str, query: str) -> dict[str, Any]:
    router = {"pathname": path, "asPath": f"{path}?{query}" if query else path}
    fields = dict(pair.split("=") for pair in query.split("&")) if query else {}
    return {"name": name, "router_data": router | ({"query": fields} if fields else {})}


if __name__ == "__main__":
    given = json.load(sys.stdin)
    given["events"] = [tuple(event) for event in given["events"]]
    json.dump(asyncio.run(run(Plan(**given))), sys.stdout)
