"""The one bridge from handlers to services: a worker thread, one transaction, one service."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import cache
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from portal.bootstrap import portal

T = TypeVar("T")

# Several times what such a service takes.
_EVEN_SECONDS = 0.25

log = structlog.get_logger()

# One thread: what waits for a busy database waits in line, and holds up nothing else.
_later = ThreadPoolExecutor(max_workers=1, thread_name_prefix="later")
_writers = ThreadPoolExecutor(max_workers=16, thread_name_prefix="writer")


@cache
def _readers() -> ThreadPoolExecutor:
    # SQLite reads within the process, where threads take turns: many would mostly fight over it.
    size = 4 if portal().is_embedded else 16
    return ThreadPoolExecutor(max_workers=size, thread_name_prefix="reader")


async def glance(service: Callable[..., T], **arguments: Any) -> T:
    """Run a service that is a single short reading statement.

    SQLite answers it in less time than a change of threads takes, and readers wait for nobody
    there: it is asked in place. A server, or a file that is locked for once, is not.
    """
    if portal().is_embedded:
        with suppress(OperationalError):
            return portal().glance(service, **arguments)
    return await read(service, **arguments)


async def read(service: Callable[..., T], **arguments: Any) -> T:
    """Run a service that only reads, off the event loop."""
    return await _in_thread(_readers(), lambda: portal().read(service, **arguments))


async def read_in_parts(service: Callable[..., T], parts: Collection[Any], **arguments: Any) -> T:
    """Run a service that reads, without the parts that cannot be read: ``Portal.read_in_parts``."""
    return await _in_thread(_readers(), lambda: portal().read_in_parts(service, parts, **arguments))


async def write(service: Callable[..., T], **arguments: Any) -> T:
    """Run a service in a transaction of its own, off the event loop."""
    return await _in_thread(_writers, lambda: portal().write(service, **arguments))


async def write_evenly(
    service: Callable[..., T], hides: Callable[[T], bool] = lambda _: True, **arguments: Any
) -> T:
    """The same, answered no sooner than after a quarter of a second if ``hides`` its result.

    What the service did, for an account that exists or for none, must not show in the time taken.
    """
    loop = asyncio.get_running_loop()
    due = loop.time() + _EVEN_SECONDS
    result = await write(service, **arguments)
    if hides(result):
        await asyncio.sleep(due - loop.time())
    return result


async def _in_thread(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, copy_context().run, work)


def write_later(service: Callable[..., object], **arguments: Any) -> None:
    """Have a service run by itself, after what is under way; a failure is logged, no more."""
    _later.submit(_run_later, service, arguments)


def _run_later(service: Callable[..., object], arguments: dict[str, Any]) -> None:
    try:
        portal().write(service, **arguments)
    except SQLAlchemyError:
        log.warning("later.failed", service=service.__name__)
