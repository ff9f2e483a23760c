"""The one bridge from handlers to services: a worker thread, one transaction, one service."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.bootstrap import portal

T = TypeVar("T")

log = structlog.get_logger()

# One thread: what waits for a busy database waits in line, and holds up nothing else.
_later = ThreadPoolExecutor(max_workers=1, thread_name_prefix="later")
_threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="service")


async def read(service: Callable[..., T], **arguments: Any) -> T:
    """Run a service that only reads, off the event loop."""
    return await _in_thread(lambda: portal().read(service, **arguments))


async def write(service: Callable[..., T], **arguments: Any) -> T:
    """Run a service in a transaction of its own, off the event loop."""
    return await _in_thread(lambda: portal().write(service, **arguments))


async def _in_thread(work: Callable[[], T]) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, copy_context().run, work)


def write_later(service: Callable[..., object], **arguments: Any) -> None:
    """Have a service run by itself, after what is under way; a failure is logged, no more."""
    _later.submit(_run_later, service, arguments)


def _run_later(service: Callable[..., object], arguments: dict[str, Any]) -> None:
    try:
        portal().write(service, **arguments)
    except SQLAlchemyError:
        log.warning("later.failed", service=service.__name__)
