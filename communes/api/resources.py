"""Operations of the API: plain functions, and what surrounds each of them.

`@reads` shows rows; `@acts` does one deed, under the client's `Idempotency-Key` if it sends
one; `resource` puts the operations of one address together. What an operation takes and gives
is said once, where it is declared: the program and the description both read it there.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from communes.api.answering import Pages, rendered
from communes.api.asking import Ask, Shape, require_scope
from communes.api.sending import Json
from communes.domain import submitting
from communes.serializers.refusals import ProblemsSerializer

Given = type[BaseSerializer[Any]]
KEY = "Idempotency-Key"
NO_KEY = "A key of 8 to 64 plain characters."
_KEY_MEANS = (
    "8 to 64 plain characters chosen by the client. The same key with the same body is answered "
    "again as it was answered first, and nothing is done twice; with another body it is refused "
    "(409). A refusal is not kept: after mending its reason the same key may be sent again."
)


@dataclass(frozen=True)
class Operation:
    """What one method of one address takes and gives, and the function that does it."""

    handler: Callable[..., Any]
    gives: Given
    takes: Shape | None = None
    asks: Shape | None = None
    filters: Any = None
    lists: bool = False
    act: bool = False
    keyless: bool = False
    status: int = 200
    unkept: tuple[str, ...] = ()
    parsers: tuple[type, ...] = field(default=(Json,))

    def answer(self, request: Request, ids: Mapping[str, Any]) -> Response:
        """Do it once for its key, or simply do it."""
        ask = Ask(request, self.takes, self.asks)
        if self.act:
            require_scope(ask)
        key = request.headers.get(KEY)
        if not self.act or self.keyless or key is None:
            return self._response(ask, ids)
        if not 8 <= len(key) <= submitting.LONGEST_KEY or not key.isascii():
            raise ValidationError({KEY: [ErrorDetail(NO_KEY, "key_malformed")]})
        fresh: list[Response] = []

        def deed() -> dict[str, Any]:
            fresh.append(self._response(ask, ids))
            return {"status": self.status, "body": self._kept(fresh[0].data)}

        answer = submitting.once(ask.account, key, _sent(request), deed, at=ask.at)
        if fresh:
            return fresh[0]
        submitting.refuse_forgotten(answer, "body")
        return Response(answer["body"], status=answer["status"])

    def _response(self, ask: Ask, ids: Mapping[str, Any]) -> Response:
        result = self.handler(ask, **ids)
        context = {"ask": ask}
        if not self.lists:
            return Response(self.gives(result, context=context).data, status=self.status)
        pages = Pages()
        rows: Any = pages.paginate_queryset(self._filtered(ask.request, result), ask.request)
        return pages.get_paginated_response(self.gives(rows, many=True, context=context).data)

    def _filtered(self, request: Request, rows: Any) -> Any:
        if self.filters is None:
            return rows
        chosen = self.filters(request.query_params, rows, request=request)
        if not chosen.is_valid():
            raise ValidationError(
                {
                    name: [ErrorDetail(one["message"], one["code"]) for one in wrong]
                    for name, wrong in chosen.errors.get_json_data().items()
                }
            )
        return chosen.qs

    def _kept(self, data: Any) -> Any:
        """What is stored for a replay: not what is shown once and stored nowhere."""
        return _without(rendered(data), self.unkept)


def reads(
    gives: Given,
    *,
    lists: bool = False,
    filters: Any = None,
    asks: Shape | None = None,
    takes: Shape | None = None,
) -> Callable[[Callable[..., Any]], Operation]:
    """An operation that changes nothing; `takes` is for searches whose words stay out of URLs."""
    return lambda handler: Operation(handler, gives, takes, asks, filters, lists)


def acts(
    gives: Given,
    *,
    takes: Shape | None = None,
    status: int = 200,
    unkept: tuple[str, ...] = (),
    parsers: tuple[type, ...] = (Json,),
    keyless: bool = False,
) -> Callable[[Callable[..., Any]], Operation]:
    """An operation that does one deed; `unkept` names what no stored answer may hold.

    One that is `keyless` never runs under a key: what it counts stays when it is refused.
    """
    told: dict[str, Any] = {"act": True, "keyless": keyless, "status": status}
    return lambda handler: Operation(handler, gives, takes, unkept=unkept, parsers=parsers, **told)


def resource(**operations: Operation) -> Callable[..., HttpResponseBase]:
    """The operations of one address, by method."""
    methods = {name: _method(operation) for name, operation in operations.items()}
    told: dict[str, Any] = {
        **methods,
        "operations": operations,
        "parser_classes": list(
            {parser: None for one in operations.values() for parser in one.parsers}
        ),
        "metadata_class": None,
        "pagination_class": Pages,
    }
    filters = [one.filters for one in operations.values() if one.filters]
    if filters:  # for the description alone: operations filter their own rows
        told["filter_backends"] = [DjangoFilterBackend]
        told["filterset_class"] = filters[0]
        told["queryset"] = filters[0]._meta.model.objects.none()
    view: type[APIView] = type("Resource", (APIView,), told)
    return view.as_view()


class Missing(APIView):
    """Where nothing is: the refusal has the form of all others."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask who it is, then say that nothing is here. Raises `NotFound`."""
        super().initial(request, *args, **kwargs)
        raise NotFound


def _method(operation: Operation) -> Callable[..., Response]:
    def method(view: APIView, request: Request, **ids: Any) -> Response:
        return operation.answer(request, ids)

    summary, _blank, more = (operation.handler.__doc__ or "").partition("\n\n")
    key = OpenApiParameter(KEY, str, OpenApiParameter.HEADER, description=_KEY_MEANS)
    parameters: list[Any] = [operation.asks] if operation.asks else []
    gives = operation.gives(many=True) if operation.lists else operation.gives
    described = extend_schema(
        operation_id=operation.handler.__name__,
        summary=summary.strip(),
        description=" ".join(more.split()),
        tags=[_family(operation.handler.__module__)],
        request=operation.takes,
        parameters=[*parameters, *([key] if operation.act and not operation.keyless else [])],
        responses={operation.status: gives}
        | dict.fromkeys((400, 403, 404), ProblemsSerializer)
        | ({409: ProblemsSerializer} if operation.act else {}),
    )
    return described(method)


def _family(module: str) -> str:
    """Under which heading an operation is described: its file, or its app if that has one file."""
    app, _api, family = module.partition(".api")
    return family.lstrip(".") or app


def _without(data: Any, names: tuple[str, ...]) -> Any:
    if isinstance(data, list):
        return [_without(one, names) for one in data]
    if isinstance(data, dict):
        return {name: None if name in names else _without(one, names) for name, one in data.items()}
    return data


def _sent(request: Request) -> dict[str, Any]:
    """What the key stands for: method, address and body; of a file its digest."""
    body = request.data
    if isinstance(body, Mapping):
        body = {name: _told(body, name) for name in body}
    return {"method": request.method, "path": request.path, "body": body}


def _told(body: Any, name: str) -> Any:
    values = body.getlist(name) if hasattr(body, "getlist") else [body[name]]
    return [_digest(one) if isinstance(one, UploadedFile) else one for one in values]


def _digest(file: "UploadedFile[bytes]") -> str:
    state = hashlib.sha256()
    for chunk in file.chunks():
        state.update(chunk)
    file.seek(0)
    return state.hexdigest()
