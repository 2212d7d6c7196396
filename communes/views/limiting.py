"""Pages open to all are tried by machines: attempts are counted by the address they come from."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from communes.domain import throttling
from communes.problems import Problem
from communes.views.asking import moment


def counted(request: HttpRequest, kind: str) -> str:
    """What attempts of a kind from the request's address are counted under."""
    return throttling.subject(kind, str(get_adapter().get_client_ip(request)))


def attempt(request: HttpRequest, kind: str) -> list[Problem]:
    """Count an attempt; why it is not looked at: too many came from there lately."""
    return throttling.attempt(counted(request, kind), throttling.ADDRESSES, moment(request))


def right(request: HttpRequest, kind: str) -> None:
    """The attempt was right and is not counted."""
    throttling.right(counted(request, kind))
