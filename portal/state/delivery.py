"""The outbox's messages leave from here: one task a channel in each server process.

However many processes there are, one of them at a time takes a message (``services.delivery``).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.adapters.letters import write_letter
from portal.bootstrap import Portal, portal
from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.services.delivery import (
    Parcel,
    claim,
    is_due,
    keep_for_demonstration,
    mark_failed,
    mark_sent,
)
from portal.services.demo import is_demo
from portal.services.ports import Carrier, NotDelivered
from portal.settings import brand

T = TypeVar("T")

log = structlog.get_logger()

POLL_SECONDS = 1.0
AT_ONCE = 8
# Well under the claim's two minutes: what was taken is settled before anybody takes it again.
DELIVERY_SECONDS = 45.0
# The server waits five seconds for its tasks to stop.
STOPPING_SECONDS = 4.0

_CHANNELS = (Channel.EMAIL, Channel.SMS)
# Of our own: a database that does not answer holds up nothing else.
_threads = ThreadPoolExecutor(max_workers=len(_CHANNELS), thread_name_prefix="postman")


async def deliver() -> None:
    """Run until cancelled: deliver what is due on each channel."""
    here = await _wired()
    await asyncio.gather(
        *[Postman(here, channel, here.carriers.get(channel)).work() for channel in _CHANNELS]
    )


async def _wired() -> Portal:
    while True:
        try:
            return portal()
        except SQLAlchemyError:
            log.warning("outbox.database_unreachable")
            await asyncio.sleep(POLL_SECONDS)


class Postman:
    """Delivers the messages of one channel; without a carrier, keeps those of a demonstration."""

    def __init__(self, here: Portal, channel: Channel, carrier: Carrier | None) -> None:
        self._here = here
        self._channel = channel
        self._carrier = carrier
        self._warned = False

    async def work(self) -> None:
        """Make rounds until cancelled, whatever goes wrong in one."""
        while True:
            taken = 0
            try:
                taken = await self.round()
            except SQLAlchemyError:
                log.warning("outbox.database_unreachable", channel=self._channel)
            except Exception as error:
                log.error("outbox.failed", channel=self._channel, error=type(error).__name__)
            if taken < AT_ONCE:  # otherwise there may be more
                await asyncio.sleep(POLL_SECONDS)

    async def round(self) -> int:
        """Deliver what is due, up to ``AT_ONCE`` messages; return how many were taken."""
        if not await self._read(is_due, now=self._here.clock.now(), channel=self._channel):
            return 0
        if self._carrier is None:
            await self._keep()
            return 0
        parcels = await self._write(
            claim,
            cipher=self._here.cipher,
            now=self._here.clock.now(),
            channel=self._channel,
            limit=AT_ONCE,
        )
        deliveries = asyncio.gather(*[self._deliver(self._carrier, one) for one in parcels])
        try:
            await asyncio.shield(deliveries)
        except asyncio.CancelledError:
            # What is being said to a mail server is finished and noted, where time allows.
            await asyncio.wait([deliveries], timeout=STOPPING_SECONDS)
            deliveries.cancel()
            raise
        return len(parcels)

    async def _deliver(self, carrier: Carrier, parcel: Parcel) -> None:
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                await self._hand_over(carrier, parcel)
        except NotDelivered as failure:
            await self._failed(parcel, failure.reason, permanent=failure.permanent)
        except TimeoutError:
            await self._failed(parcel, "L’envoi a duré trop longtemps.")
        except Exception as error:
            # Its words may be the letter's: only its kind is told.
            kind = type(error).__name__
            await self._failed(parcel, f"Erreur inattendue pendant l’envoi ({kind}).")
        else:
            log.info("outbox.sent", message=parcel.id, letter=parcel.letter, channel=self._channel)
            await self._settle(mark_sent, parcel=parcel)

    async def _hand_over(self, carrier: Carrier, parcel: Parcel) -> None:
        letter = write_letter(
            Letter(parcel.letter),
            parcel.values,
            head=brand(),
            public_url=self._here.settings.public_url,
            zone=self._here.settings.zone,
        )
        await carrier.carry(parcel.to, letter, message_id=parcel.message_id)

    async def _failed(self, parcel: Parcel, reason: str, *, permanent: bool = False) -> None:
        log.warning("outbox.not_sent", message=parcel.id, letter=parcel.letter, reason=reason)
        await self._settle(mark_failed, parcel=parcel, reason=reason, permanent=permanent)

    async def _settle(self, service: Callable[..., None], **arguments: Any) -> None:
        """Note what became of a message, as soon as the database lets us."""
        while True:
            try:
                await self._write(service, now=self._here.clock.now(), **arguments)
                return
            except SQLAlchemyError:
                log.warning("outbox.database_unreachable", channel=self._channel)
                await asyncio.sleep(POLL_SECONDS)

    async def _keep(self) -> None:
        if self._here.settings.demo and await self._read(is_demo):
            now = self._here.clock.now()
            await self._write(keep_for_demonstration, now=now, channel=self._channel)
        elif not self._warned:
            self._warned = True
            log.warning("outbox.no_carrier", channel=self._channel)

    async def _read(self, service: Callable[..., T], **arguments: Any) -> T:
        return await _in_thread(lambda: self._here.read(service, **arguments))

    async def _write(self, service: Callable[..., T], **arguments: Any) -> T:
        return await _in_thread(lambda: self._here.write(service, **arguments))


async def _in_thread(work: Callable[[], T]) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, copy_context().run, work)
