"""What files become: every hostile one, and that honest ones stay what they were."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.adapters.file_inspection import InspectionPool
from portal.adapters.file_inspection.pictures import LONGEST_SIDE
from portal.domain.file_refusals import SENTENCES, FileNotTaken, Reason
from portal.domain.files_held import MediaType
from portal.services.ports import SafeFile
from tests.hostile_files import (
    GPS_TAG,
    HOSTILE_FILES,
    PLANTED,
    HostileFile,
    encoded,
    jpeg,
    located_jpeg,
    pdf,
    picture,
)


@pytest.fixture(scope="module")
def pool() -> Iterator[InspectionPool]:
    """The inspectors as the server has them."""
    made = InspectionPool()
    yield made
    made.close()


def opened(safe: SafeFile) -> Image.Image:
    return Image.open(io.BytesIO(safe.content))


@pytest.mark.parametrize("file", HOSTILE_FILES, ids=lambda file: file.label)
def test_every_hostile_file_is_refused_or_made_harmless(
    pool: InspectionPool, file: HostileFile
) -> None:
    if isinstance(file.becomes, Reason):
        with pytest.raises(FileNotTaken) as refusal:
            pool.inspect(file.make())
        assert refusal.value.reason is file.becomes
        return
    safe = pool.inspect(file.make())
    assert safe.media_type is file.becomes
    assert PLANTED not in safe.content
    assert b"<script" not in safe.content
    if safe.media_type is MediaType.PDF:
        assert safe.content.startswith(b"%PDF-")
        assert safe.content.rstrip().endswith(b"%%EOF")
        with pikepdf.open(io.BytesIO(safe.content)) as document:
            assert "/Info" not in document.trailer
            assert "/Metadata" not in document.Root
    else:
        with opened(safe) as image:
            image.load()
            assert MediaType(Image.MIME[image.format or ""]) is safe.media_type
            assert not image.getexif()
            assert "icc_profile" not in image.info
            assert "comment" not in image.info


def test_every_refusal_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


def test_a_photo_is_upright_and_says_nothing_of_where_it_was_taken(pool: InspectionPool) -> None:
    sent = located_jpeg()
    with Image.open(io.BytesIO(sent)) as before:
        assert before.getexif().get_ifd(GPS_TAG)
        assert before.size == (60, 40)
    with opened(pool.inspect(sent)) as after:
        assert after.size == (40, 60)
        # What was left, and dark, is on top once turned by a quarter.
        assert after.convert("L").getpixel((20, 5)) < 80  # pyright: ignore[reportOperatorIssue]
        assert after.convert("L").getpixel((20, 55)) > 150  # pyright: ignore[reportOperatorIssue]
        assert not after.getexif()


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_a_picture_keeps_its_colours_whatever_they_were_written_in(
    pool: InspectionPool, mode: str
) -> None:
    with opened(pool.inspect(encoded(picture(mode=mode), "JPEG", quality=95))) as after:
        assert after.mode in {"RGB", "L"}
        grey = after.convert("L")
        assert abs(grey.getpixel((10, 20)) - 40) < 12  # pyright: ignore[reportOperatorIssue]
        assert abs(grey.getpixel((50, 20)) - 200) < 12  # pyright: ignore[reportOperatorIssue]


def test_sixteen_bits_of_grey_stay_the_same_grey(pool: InspectionPool) -> None:
    deep = picture(mode="I").point(lambda value: value * 256).convert("I;16")
    with opened(pool.inspect(encoded(deep, "PNG"))) as after:
        assert abs(after.getpixel((50, 20)) - 200) < 3  # pyright: ignore[reportOperatorIssue]


def test_what_one_sees_through_stays_so(pool: InspectionPool) -> None:
    glass = picture(mode="RGBA")
    glass.putalpha(90)
    with opened(pool.inspect(encoded(glass, "PNG"))) as after:
        assert after.mode == "RGBA"
        assert after.getpixel((5, 5))[3] == 90  # pyright: ignore[reportIndexIssue, reportOptionalSubscript]


def test_a_very_large_picture_is_made_smaller(pool: InspectionPool) -> None:
    with opened(pool.inspect(encoded(picture((7_000, 3_000)), "JPEG"))) as after:
        assert max(after.size) <= LONGEST_SIDE
        assert after.width > 2 * after.height


def test_a_document_keeps_its_pages_and_what_is_drawn_on_them(pool: InspectionPool) -> None:
    def draw(made: pikepdf.Pdf) -> None:
        made.pages[1].Contents = pikepdf.Stream(made, b"0 0 50 50 re f")

    safe = pool.inspect(pdf(draw, pages=3))
    with pikepdf.open(io.BytesIO(safe.content)) as document:
        assert len(document.pages) == 3
        assert b"50 50 re" in document.pages[1].Contents.read_bytes()


def test_a_photograph_inside_of_a_document_stays_and_forgets_where_it_was_taken(
    pool: InspectionPool,
) -> None:
    (file,) = [one for one in HOSTILE_FILES if "photograph that says" in one.label]
    with pikepdf.open(io.BytesIO(pool.inspect(file.make()).content)) as document:
        image = document.pages[0].obj["/Resources"]["/XObject"]["/P"]
        assert isinstance(image, pikepdf.Stream)
        with pikepdf.PdfImage(image).as_pil_image() as after:
            assert after.size == (60, 40)
            assert not after.getexif()
            assert "comment" not in after.info


def test_an_inspector_that_is_too_slow_is_stopped_and_the_next_file_gets_another() -> None:
    pool = InspectionPool(size=1, seconds=0.0)
    with pytest.raises(FileNotTaken) as refusal:
        pool.inspect(encoded(Image.effect_noise((2_000, 2_000), 90), "PNG"))
    assert refusal.value.reason is Reason.TOO_COMPLEX
    pool._seconds = 30.0
    assert pool.inspect(jpeg()).media_type is MediaType.JPEG
    pool.close()


def test_an_inspector_that_died_is_replaced() -> None:
    pool = InspectionPool(size=1)
    pool.inspect(jpeg())
    os.kill(pool._idle[0]._process.pid, signal.SIGKILL)
    pool._idle[0]._process.wait()
    assert pool.inspect(jpeg()).media_type is MediaType.JPEG
    pool.close()


def test_files_are_inspected_side_by_side_and_none_is_taken_for_another() -> None:
    pool = InspectionPool(size=2)
    sizes = [(20 + number, 30) for number in range(12)]
    with ThreadPoolExecutor(6) as threads:
        found = threads.map(lambda size: pool.inspect(encoded(picture(size), "PNG")), sizes)
        assert [opened(safe).size for safe in found] == sizes
    pool.close()


def test_an_inspector_knows_no_secret_and_cannot_write_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORTAL_ENCRYPTION_KEYS", "a-secret")
    pool = InspectionPool(size=1)
    pool.inspect(jpeg())
    pid = pool._idle[0]._process.pid
    if sys.platform != "linux":
        pytest.skip("no /proc to look into")
    about = Path(f"/proc/{pid}")
    assert b"a-secret" not in (about / "environ").read_bytes()
    limits = (about / "limits").read_text().splitlines()
    lines = {line[:26].strip(): line[26:].split()[0] for line in limits}
    assert lines["Max file size"] == "0"
    assert lines["Max address space"] != "unlimited"
    pool.close()


def test_an_inspector_ends_with_the_server() -> None:
    """Its input ends when the server dies, however it dies: nothing is left behind."""
    done = subprocess.run(
        [sys.executable, "-m", "portal.adapters.file_inspection.worker"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert done.stdout.endswith(b"ready")
