"""Logs: one JSON object a line, and in it only what is on the list.

No names, no user names, no query strings, no text that people wrote: a log is copied to places
where the register may not go.
"""

import logging
import logging.config
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

FIELDS = frozenset(
    {
        "timestamp", "level", "logger", "event", "method", "route", "status", "milliseconds",
        "request", "task", "sweep", "counts", "error", "where", "step", "count",
    }
)  # fmt: skip
"""The only keys that reach a log line."""
SPOKEN = ("config", "celery", "granian", "_granian", "kombu")
"""Loggers whose finished messages carry nothing personal; of others only the pattern is kept."""
QUIET = ("celery.beat", "celery.worker.strategy", "celery.app.trace", "kombu.connection")
"""Loggers that would write a line for every beat of the clock."""


def listed_only(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Drop every key that is not in `FIELDS`."""
    return {key: value for key, value in event.items() if key in FIELDS or key.startswith("_")}


def pattern_only(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Of a foreign logger's record keep the pattern, since its arguments may hold addresses."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and not record.name.startswith(SPOKEN):
        event["event"] = str(record.msg)
    return event


def without_words(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Of an exception keep its class and the places it passed: its words may name somebody."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if isinstance(found, tuple) and found[0] is not None:
        event["error"] = f"{found[0].__module__}.{found[0].__qualname__}"
        frames = traceback.extract_tb(found[2])
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


SHARED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    pattern_only,
    without_words,
    listed_only,
]


def configuration(level: str) -> dict[str, Any]:
    """The standard library's logging configuration: everything to standard error, as JSON."""
    last = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": last,
        "keep_exc_info": False,
    }
    handler = {"class": "logging.StreamHandler", "formatter": "json"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"lines": handler},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {name: {"level": "ERROR"} for name in QUIET},
    }


def configure(level: str = "INFO") -> None:
    """Send the program's and its libraries' records through the list."""
    logging.config.dictConfig(configuration(level))
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
