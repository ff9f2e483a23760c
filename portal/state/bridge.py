"""The one bridge from handlers to services: a worker thread, one transaction, one service."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from portal.bootstrap import portal

T = TypeVar("T")

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
