"""What may be sent: JSON of a bounded size and depth."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

LARGEST = 2_500_000
"""Bytes of a JSON body: more than the longest record of an item in any script."""
DEEPEST = 32
"""Lists within lists, and names within names: a charter has five."""


class BodyTooLarge(APIException):
    """More was sent than any act needs."""

    status_code = 413
    default_code = "body_too_large"


class Json(JSONParser):
    """JSON of a bounded size and depth, in UTF-8."""

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value sent. Raises `ParseError`, and `BodyTooLarge` beyond `LARGEST` bytes."""
        sent = stream.read(LARGEST + 1)
        if len(sent) > LARGEST:
            raise BodyTooLarge(_("At most %(most)s bytes.") % {"most": LARGEST})
        try:
            told = json.loads(sent.decode(), parse_constant=_no_constant)
        except (ValueError, RecursionError) as wrong:
            raise ParseError(_("This is not JSON.")) from wrong
        if _too_deep(told):
            raise ParseError(_("This is not JSON."))
        return told


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _too_deep(value: Any) -> bool:
    """Whether it goes deeper than any act needs; asked level by level, not by recursion."""
    level = [value]
    for _depth in range(DEEPEST):
        lists = [one.values() if isinstance(one, dict) else one for one in level if _holds(one)]
        level = [child for one in lists for child in one]
    return any(map(_holds, level))


def _holds(value: Any) -> bool:
    return isinstance(value, dict | list)
