"""Logs: one JSON object a line, without secrets, and never longer than a screen."""

import logging
import re
import sys
from typing import Any

import structlog

_LONGEST = 2_000
# What a log line may not carry, wherever it comes from: cookies, bearer keys, passwords, NIR, IBAN.
_SECRETS = (
    re.compile(r"(?i)((?:portal_session|portal_browser|[?&]token|jeton)=)[^;&\s'\",]+"),
    re.compile(r"(?i)((?:set-)?cookie['\"]?\s*[:=]\s*['\"]?)[^'\"\n]+"),
    re.compile(r"(?i)(authorization['\"]?\s*[:=]\s*['\"]?)[^'\"\n]+"),
    re.compile(r"(?i)((?:password|mot_de_passe|ticket)['\"]?\s*[,:=]\s*['\"]?)[^'\"\s,}\]]+"),
    re.compile(r"()\b[1-4]\s?\d{2}\s?\d{2}\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?\b"),
    re.compile(r"()\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){4,7}(?:\s?[A-Z0-9]{1,3})?\b"),
)


def redacted(text: str) -> str:
    """Return ``text`` without its secrets, cut to a readable length."""
    for secret in _SECRETS:
        text = secret.sub(r"\1[…]", text)
    if len(text) <= _LONGEST:
        return text
    # What matters of a traceback is at its end, of anything else at its beginning.
    half = _LONGEST // 2
    return f"{text[:half]}… ({len(text)} caractères) …{text[-half:]}"


def configure(level: str) -> None:
    """Send every log of this process, the libraries' included, to stderr as redacted JSON."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=_RENDERING,
        )
    )
    logging.setLogRecordFactory(_redacted_record)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name in ("reflex", "reflex_base", "socketio", "engineio", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True


def _redacted_record(*arguments: Any, **named: Any) -> logging.LogRecord:
    """Make a record without secrets, whichever handler a library gives its loggers later on."""
    record = logging.LogRecord(*arguments, **named)
    if isinstance(record.msg, dict):  # ours, redacted when it is rendered
        return record
    try:
        text = record.getMessage()
    except (TypeError, ValueError):  # a library's own slip: its words matter more than its values
        text = str(record.msg)
    if record.exc_info:
        text += "\n" + logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
    record.msg, record.args = redacted(text), ()
    return record


def _redact(_logger: Any, _name: str, entry: Any) -> Any:
    return {
        key: redacted(value) if isinstance(value, str) else value for key, value in entry.items()
    }


_RENDERING: list[Any] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    _redact,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]
