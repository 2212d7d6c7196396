"""Nothing personal reaches a log line, whoever writes it."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.test import Client

from config import logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the root logger's handler writes."""
    stream = io.StringIO()
    handler = next(
        found
        for found in logging.getLogger().handlers
        if isinstance(found.formatter, structlog.stdlib.ProcessorFormatter)
        and isinstance(found, logging.StreamHandler)
    )
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before or io.StringIO())


def written(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_only_listed_fields_are_written(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger("config.trial").info("told", person="Berîvan", status=200)
    (line,) = written(lines)
    assert (line["event"], line["status"], line["logger"]) == ("told", 200, "config.trial")
    assert set(line) <= logs.FIELDS


def test_of_foreign_loggers_only_the_pattern_is_kept(lines: io.StringIO) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", "/people/?name=Berîvan")
    (line,) = written(lines)
    assert line["event"] == "Not Found: %s"


def test_an_exception_keeps_its_class_and_places_but_not_its_words(lines: io.StringIO) -> None:
    try:
        raise ValueError("Berîvan is not on the roll")
    except ValueError:
        logging.getLogger("django.request").exception("broken")
    (line,) = written(lines)
    assert line["error"] == "builtins.ValueError"
    assert "test_logs.py" in line["where"][-1]
    assert "Berîvan" not in lines.getvalue()


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_without_its_query(
    client: Client, lines: io.StringIO
) -> None:
    client.get("/accounts/login/?next=/people/berivan/")
    line = written(lines)[-1]
    assert (line["route"], line["method"], line["status"]) == ("accounts/login/", "GET", 200)
    assert "berivan" not in lines.getvalue()
