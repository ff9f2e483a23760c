"""One process that inspects files, one after the other, and can do nothing else.

``python -m portal.adapters.file_inspection.worker``: reads a file on its standard input, answers on
its standard output (``frames``), until its input ends. It has no secret in its environment, cannot
write a file, and is killed by the system beyond its memory or its time.
"""

import json
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import IO

from portal.adapters.file_inspection.frames import read_frame, write_frame
from portal.adapters.file_inspection.kinds import Kind, kind_of
from portal.adapters.file_inspection.pdfs import safe_pdf
from portal.adapters.file_inspection.pictures import safe_picture
from portal.domain.file_refusals import FileNotTaken, Reason
from portal.services.ports import SafeFile

MEMORY = 1536 * 1024**2  # bytes of addresses
SECONDS = 25  # of processor, for one file


def make_safe(content: bytes) -> SafeFile:
    """The file written anew. Raises ``FileNotTaken``."""
    kind = kind_of(content)
    try:
        return safe_pdf(content) if kind is Kind.PDF else safe_picture(content, kind)
    except (FileNotTaken, MemoryError):
        raise
    except Exception as error:
        # Readers of broken files raise anything: whatever it is, this one cannot be read.
        is_bomb = type(error).__name__ == "DecompressionBombError"
        raise FileNotTaken(Reason.TOO_MANY_PIXELS if is_bomb else Reason.DAMAGED) from error


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What libraries print must not be taken for an answer.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.dup2(nowhere, sys.stderr.fileno())
        _limit(resource.RLIMIT_AS, MEMORY)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)
        write_frame(answers, b"ready")
        while (content := read_frame(sys.stdin.buffer)) is not None:
            _limit_time()
            _answer(answers, content)


def _answer(answers: IO[bytes], content: bytes) -> None:
    try:
        safe = make_safe(content)
    except FileNotTaken as refusal:
        write_frame(answers, json.dumps({"refused": refusal.reason}).encode())
    except MemoryError:
        write_frame(answers, json.dumps({"refused": Reason.TOO_COMPLEX}).encode())
    else:
        write_frame(answers, json.dumps({"media_type": safe.media_type}).encode())
        write_frame(answers, safe.content)


def _limit(what: int, most: int) -> None:
    with suppress(ValueError, OSError):  # not every system has every limit
        resource.setrlimit(what, (most, most))


def _limit_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + SECONDS
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
