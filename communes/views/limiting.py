"""Pages open to all are tried by machines: attempts are counted by the address they come from.

At the sign-in by name and address together, so that a stranger shuts out nobody but the address
that guesses; a device that is known counts for itself.
"""

from contextlib import suppress
from ipaddress import IPv6Address, ip_network

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from communes.domain import throttling
from communes.problems import Problem
from communes.views import known
from communes.views.asking import moment

SIGN_IN = "sign in"
"""Under which wrong passwords are counted by address."""


def counted(request: HttpRequest, kind: str) -> str:
    """What attempts of a kind from the request's address are counted under."""
    return throttling.subject(kind, place(request))


def attempt(request: HttpRequest, kind: str) -> list[Problem]:
    """Count an attempt; why it is not looked at: too many came from there lately."""
    return throttling.attempt(counted(request, kind), throttling.ADDRESSES, moment(request))


def right(request: HttpRequest, kind: str) -> None:
    """The attempt was right and is not counted."""
    throttling.right(counted(request, kind))


def sign_in(request: HttpRequest, name: str) -> list[Problem]:
    """Count an attempt to sign in under a name; why it is not looked at."""
    at, own = moment(request), known.word(request, name)
    if own:
        return throttling.attempt(_from_device(name, own), throttling.PASSWORDS, at)
    refused = attempt(request, SIGN_IN)
    if refused:
        return refused
    refused = throttling.guess(name, place(request), at)
    if refused:
        right(request, SIGN_IN)  # not looked at: the others behind this address do not pay for it
    return refused


def signed_in(request: HttpRequest, name: str) -> None:
    """It was right."""
    own = known.word(request, name)
    if own:
        throttling.succeeded(_from_device(name, own))
        return
    right(request, SIGN_IN)
    throttling.guessed_right(name, place(request))


def place(request: HttpRequest) -> str:
    """Where a request comes from: its address; of IPv6 the network that one line has.

    A server that listens to both writes IPv4 as IPv6: all of it would be one network.
    """
    told = str(get_adapter().get_client_ip(request))
    with suppress(ValueError):
        address = IPv6Address(told)
        return str(address.ipv4_mapped or ip_network(f"{address}/64", strict=False))
    return told


def _from_device(name: str, own: str) -> str:
    return throttling.subject("password on a device", f"{name.strip()}\n{own}")
