"""Sweeps the stored files when a server process starts, and every hour."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.bootstrap import portal
from portal.services.file_sweep import Swept, sweep_files
from portal.state.bridge import read

SWEEP_SECONDS = 3_600.0
_AGAIN_SECONDS = 60.0  # when it could not be done

log = structlog.get_logger()


async def sweep() -> None:
    """Run until cancelled. Several processes may sweep at once: each removes what is there."""
    while True:
        pause = SWEEP_SECONDS
        try:
            here = portal()
            swept = await read(sweep_files, store=here.files, now=here.clock.now())
        except (SQLAlchemyError, OSError) as error:
            log.warning("files.not_swept", error=type(error).__name__)
            pause = _AGAIN_SECONDS
        else:
            _tell(swept)
        await asyncio.sleep(pause)


def _tell(swept: Swept) -> None:
    if swept.spared:
        log.error("files.without_rows", files=swept.spared)
    elif swept.orphans or swept.unfinished:
        log.info("files.swept", orphans=swept.orphans, unfinished=swept.unfinished)
