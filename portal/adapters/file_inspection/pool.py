"""A few processes that inspect files for the server; see ``worker``."""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer

import structlog

from portal.adapters.file_inspection.frames import read_frame, write_frame
from portal.domain.file_refusals import FileNotTaken, Reason
from portal.domain.files_held import MediaType
from portal.services.ports import SafeFile

_ROOT = Path(__file__).resolve().parents[3]
_COMMAND = (sys.executable, "-m", "portal.adapters.file_inspection.worker")
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONPATH")
_FILES_EACH = 100  # then a new process: what a file may have left in it goes
_STARTING = 30.0

log = structlog.get_logger()


class InspectionPool:
    """See ``ports.FileInspector``. Processes start when they are first needed.

    ``size``: files inspected at once; ``seconds``: after which one is given up; ``patience``: how
    long a file waits for its turn.
    """

    def __init__(self, size: int = 2, seconds: float = 30.0, patience: float = 60.0) -> None:
        self._seconds = seconds
        self._patience = patience
        self._turns = BoundedSemaphore(size)
        self._idle: list[_Inspector] = []
        self._lock = Lock()
        atexit.register(self.close)

    def inspect(self, content: bytes) -> SafeFile:
        """See ``ports.FileInspector``."""
        with self._inspector() as inspector:
            return inspector.ask(content, self._seconds)

    def close(self) -> None:
        """Stop the processes that wait."""
        with self._lock:
            idle, self._idle = self._idle, []
        for inspector in idle:
            inspector.stop()

    @contextmanager
    def _inspector(self) -> "Iterator[_Inspector]":
        if not self._turns.acquire(timeout=self._patience):
            raise FileNotTaken(Reason.BUSY)
        inspector = None
        try:
            inspector = self._waiting() or _Inspector()
            yield inspector
        finally:
            if inspector is not None:
                self._give_back(inspector)
            self._turns.release()

    def _waiting(self) -> "_Inspector | None":
        with self._lock:
            while self._idle:
                inspector = self._idle.pop()
                if inspector.is_fresh:
                    return inspector
                inspector.stop()
        return None

    def _give_back(self, inspector: "_Inspector") -> None:
        if inspector.is_fresh:
            with self._lock:
                self._idle.append(inspector)
        else:
            inspector.stop()


class _Inspector:
    """One process."""

    def __init__(self) -> None:
        self._asked = 0
        self._process = subprocess.Popen(  # noqa: S603 - a command of our own
            _COMMAND,
            cwd=_ROOT,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None  # noqa: S101 - both are pipes
        assert self._process.stdout is not None  # noqa: S101
        self._to, self._from = self._process.stdin, self._process.stdout
        with self._killed_after(_STARTING):
            is_ready = read_frame(self._from) is not None
        if not is_ready:
            self.stop()
            log.error("files.no_inspector")
            raise FileNotTaken(Reason.BUSY)

    @property
    def is_fresh(self) -> bool:
        """Whether it may be asked again."""
        return self._process.poll() is None and self._asked < _FILES_EACH

    def ask(self, content: bytes, seconds: float) -> SafeFile:
        """Have a file made safe. Raises ``FileNotTaken``."""
        self._asked += 1
        with self._killed_after(seconds):
            answer = self._answer(content)
        if answer is None:
            # Out of time or of memory, or brought down by what it read.
            self.stop()
            log.warning("files.inspection_failed", size=len(content))
            raise FileNotTaken(Reason.TOO_COMPLEX)
        return answer

    def stop(self) -> None:
        """Stop it, and wait until it has."""
        self._process.kill()
        for stream in (self._to, self._from):
            with suppress(OSError):
                stream.close()
        self._process.wait()

    def _answer(self, content: bytes) -> SafeFile | None:
        try:
            write_frame(self._to, content)
        except OSError:
            return None
        head = read_frame(self._from)
        if head is None:
            return None
        told = json.loads(head)
        if "refused" in told:
            raise FileNotTaken(Reason(told["refused"]))
        safe = read_frame(self._from)
        return None if safe is None else SafeFile(safe, MediaType(told["media_type"]))

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        timer = Timer(seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
