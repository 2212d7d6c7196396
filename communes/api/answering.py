"""How the API answers: pages of rows, and every refusal in one form.

`{"problems": [{"code", "message", "field", "figures"}]}`: 400 what is not in shape, 403 what
this account may not try, 404 what is not there or not for its eyes, 409 what a rule forbids.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ParseError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from communes.domain import proving
from communes.freshness import ProofNeeded
from communes.problems import Problem, Refused


class Pages(LimitOffsetPagination):
    """Fifty rows at a time, two hundred if asked for."""

    default_limit = 50
    max_limit = 200


class Misshapen(Exception):
    """What was sent is not in shape, for reasons that have figures; answered 400."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__()


def plain(value: Any) -> Any:
    """A value as it stands in JSON; what JSON does not know becomes its text."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def rendered(data: Any) -> Any:
    """The data of a response as a client reads them, without any Python type of their own."""
    return json.loads(JSONRenderer().render(data))


def shown(problem: Problem) -> dict[str, Any]:
    """A reason against an act, for programs and for people."""
    return {
        "code": problem.code,
        "message": str(problem.message),
        "field": problem.field,
        "figures": plain(problem.figures),
    }


def refusal(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Every refusal in one form; None for an error that is nobody's refusal."""
    if isinstance(error, ProofNeeded):
        return Response({"problems": [shown(proving.needed(error.account))]}, status=403)
    if isinstance(error, Refused):
        return Response({"problems": [shown(one) for one in error.problems]}, status=409)
    if isinstance(error, Misshapen):
        return Response({"problems": [shown(one) for one in error.problems]}, status=400)
    if isinstance(error, SuspiciousOperation | BadRequest):
        error = ParseError(_("This is not a well-formed request."))
    answer = exception_handler(error, dict(context))
    if answer is not None:
        answer.data = {"problems": [shown(one) for one in _details(answer.data, "")]}
    return answer


def _details(detail: Any, field: str) -> Iterator[Problem]:
    """The framework's nested errors, each at the field that it is about."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = name in ("detail", "non_field_errors")
            yield from _details(inner, field if own else _within(field, name))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _details(inner, _within(field, number) if nested else field)
    elif isinstance(detail, ErrorDetail):
        yield Problem(str(detail.code), str(detail), {}, field or None)


def _within(field: str, name: object) -> str:
    return f"{field}-{name}" if field else str(name)
