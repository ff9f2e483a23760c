"""Content at rest: encrypted, whole or not at all, and swept once nothing names it."""

import errno
import os
import resource
import subprocess
import sys
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.adapters.file_store import CHUNK, EncryptedFolder
from portal.services.ports import ContentLost

SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(folder: Path) -> EncryptedFolder:
    return EncryptedFolder(folder)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def read(store: EncryptedFolder, name: str, key: str) -> bytes:
    return b"".join(store.read(name, key))


def grow_older(path: Path, by: timedelta) -> None:
    then = (datetime.now(UTC) - by).timestamp()
    os.utime(path, (then, then))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_put_is_read_again(store: EncryptedFolder, size: int) -> None:
    content = os.urandom(size)
    kept = store.put(content)
    assert read(store, kept.name, kept.key) == content


def test_nothing_readable_is_on_the_disk_and_names_say_nothing(
    store: EncryptedFolder, folder: Path
) -> None:
    content = b"ordonnance de Claire Moreau" * 10_000
    first, second = store.put(content), store.put(content)
    on_disk = [path.read_bytes() for path in files_in(folder)]
    assert len(on_disk) == 2
    assert on_disk[0] != on_disk[1]
    assert not any(b"Claire" in written for written in on_disk)
    assert first.name != second.name
    assert first.key != second.key
    assert all(path.stat().st_mode & 0o077 == 0 for path in files_in(folder))


def test_another_key_opens_nothing(store: EncryptedFolder) -> None:
    kept, other = store.put(b"x" * 100), store.put(b"y" * 100)
    with pytest.raises(ContentLost):
        read(store, kept.name, other.key)
    with pytest.raises(ContentLost):
        read(store, kept.name, urlsafe_b64encode(bytes(32)).decode())


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: 4 + CHUNK + 16],  # cut between two chunks
        lambda whole: whole + b"\0",
        lambda whole: whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
        lambda whole: whole[:4] + whole[4 + CHUNK + 16 :],
        lambda whole: whole[:4] + whole[4 : 4 + CHUNK + 16] * 2,
        lambda _: b"",
        lambda _: b"PF1\n",
    ],
)
def test_a_file_that_was_changed_on_the_disk_does_not_open(
    store: EncryptedFolder, folder: Path, change: object
) -> None:
    kept = store.put(os.urandom(2 * CHUNK + 5))
    (path,) = files_in(folder)
    path.write_bytes(change(path.read_bytes()))  # pyright: ignore[reportCallIssue]
    with pytest.raises(ContentLost):
        read(store, kept.name, kept.key)


def test_what_is_missing_is_known_before_anything_is_sent(store: EncryptedFolder) -> None:
    kept = store.put(b"x")
    store.remove(kept.name)
    store.remove(kept.name)
    with pytest.raises(ContentLost):
        store.read(kept.name, kept.key)


@pytest.mark.parametrize("name", ["../portal.db", "ab/../x", "", "a.b", "/etc/passwd"])
def test_only_names_that_it_gave_are_looked_for(store: EncryptedFolder, name: str) -> None:
    with pytest.raises(ValueError):
        store.remove(name)


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from portal.adapters.file_store import EncryptedFolder
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = EncryptedFolder(Path(sys.argv[1]))
store.put(b"x" * 200_000)
try:
    store.put(b"y" * 900_000)
except OSError as error:
    print(error.errno)
"""


def test_a_file_that_finds_no_room_leaves_nothing(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(folder)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == str(errno.EFBIG), done.stderr
    assert len(files_in(folder)) == 1
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 300_000


def test_what_a_crash_left_half_written_is_cleared_and_what_is_being_written_is_not(
    store: EncryptedFolder, folder: Path
) -> None:
    store.put(b"x")
    for name in ("old.part", "new.part"):
        (folder / "incoming" / name).write_bytes(b"half")
    grow_older(folder / "incoming" / "old.part", timedelta(hours=2))
    assert store.clear_unfinished(before=datetime.now(UTC) - timedelta(hours=1)) == 1
    assert (folder / "incoming" / "new.part").exists()
    assert len(files_in(folder)) == 2


def test_only_what_was_there_before_is_listed(store: EncryptedFolder, folder: Path) -> None:
    assert list(store.names(before=datetime.now(UTC))) == []
    old, new = store.put(b"old"), store.put(b"new")
    grow_older(folder / old.name[:2] / old.name, timedelta(hours=2))
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert list(store.names(before=hour_ago)) == [old.name]
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert set(store.names(before=later)) == {old.name, new.name}
    assert store.free_bytes() > 0
