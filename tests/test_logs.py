"""What the logs may not carry."""

import json
import logging

import pytest
import structlog

from portal.adapters import logs


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("cookie: portal_session=abcDEF123; other=1", "abcDEF123"),
        ("{'cookie': 'portal_session=abcDEF123; a=b'}", "abcDEF123"),
        ("GET /_event/?token=5f0c-11&EIO=4", "5f0c-11"),
        ("GET /reinitialisation?jeton=Abc-9_xyz HTTP/1.1", "Abc-9_xyz"),
        ("Authorization: Bearer key-of-a-program", "key-of-a-program"),
        ("payload {'password': 'Motdepasse-1!'}", "Motdepasse-1!"),
        ('[["email","a@b.fr"],["password","Motdepasse-1!"]]', "Motdepasse-1!"),
        ("ticket=9aFz; next=/espace", "9aFz"),
        ("nir 2 84 05 2A 123 456 78 refused", "123 456"),
        ("nir 184057512345678", "184057512345678"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", "3000 6000"),
    ],
)
def test_secrets_do_not_reach_the_log(line: str, secret: str) -> None:
    assert secret not in logs.redacted(line)


def test_what_is_not_secret_stays_readable() -> None:
    line = "GET /remboursements 200 in 12 ms, 20 lines, line L10000001-0103"
    assert logs.redacted(line) == line


def test_a_huge_line_is_cut_and_says_how_long_it_was() -> None:
    assert len(logs.redacted("x" * 900_000)) < 3_000
    assert "900000" in logs.redacted("x" * 900_000)


def test_an_exception_is_logged_without_the_values_of_its_variables(
    capfd: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    before, level, factory = root.handlers, root.level, logging.getLogRecordFactory()
    try:
        logs.configure("INFO")
        planted = "".join(["sekret", "-planted"])
        try:
            raise ValueError(len(planted))
        except ValueError:
            structlog.get_logger().exception("something.failed")
    finally:
        root.handlers, root.level = before, level
        logging.setLogRecordFactory(factory)
        structlog.reset_defaults()
    entry = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert entry["event"] == "something.failed"
    assert "ValueError: 14" in entry["exception"]
    assert "sekret-planted" not in json.dumps(entry)


def test_a_library_that_logs_a_payload_is_redacted_too(capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level, factory = root.handlers, root.level, logging.getLogRecordFactory()
    library = logging.getLogger("some.library")
    library.propagate = False
    library.addHandler(logging.StreamHandler())
    try:
        logs.configure("INFO")
        try:
            raise ValueError("bad event {'password': 'Plante-9!'}")
        except ValueError:
            library.exception("failed on %s", {"cookie": "portal_session=abc123"})
        library.error("%d of", "not a number")
    finally:
        root.handlers, root.level = before, level
        logging.setLogRecordFactory(factory)
        structlog.reset_defaults()
    said = capfd.readouterr().err
    assert "ValueError" in said
    assert "Plante-9!" not in said
    assert "abc123" not in said
