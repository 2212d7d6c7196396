"""People come into the program: a register from a file, accounts by codes on paper."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from rest_framework.parsers import MultiPartParser

from communes import permissions
from communes.api.answering import Misshapen
from communes.api.asking import Ask, chosen, found, require_fresh, require_seen
from communes.api.resources import acts
from communes.domain import importing, inviting, resetting, rolls
from communes.domain.comparing import compare
from communes.domain.importing import Decision
from communes.models import Body, BodyKind, Person
from communes.register_file import read_register
from communes.serializers.imports import ImportSerializer, PlanSerializer
from communes.serializers.people import InvitationsSerializer, InviteSerializer
from communes.serializers.security import ResetSerializer


@acts(PlanSerializer, takes=ImportSerializer, parsers=(MultiPartParser,))
def import_register(ask: Ask, commune: UUID) -> Mapping[str, Any]:
    """Enter a register from a file, all or nothing, after its plan was looked at.

    With `dry_run` nothing is entered and the plan answered, with its digest; sent again with
    that digest and decisions on doubtful rows, the file is entered. A register that changed
    in between is refused (409). Errors of the file are named by row and column (400).
    """
    body = found(Body.objects.filter(kind=BodyKind.COMMUNE), commune)
    require_seen(permissions.may_keep_register(ask.me, body, ask.at))
    told = ask.told
    year = rolls.day_of(body, ask.at).year
    file = read_register(told["file"].read(), max_year=year)
    if file.problems:
        raise Misshapen(problem.as_problem() for problem in file.problems)
    if told["dry_run"]:
        plan = compare(file.rows, body, ask.at)
    else:
        by = ask.actor("register")
        plan = importing.apply(
            file.rows, body, by=by, at=ask.at, digest=told["digest"], decisions=_decisions(told)
        )
    return {"plan": plan, "applied": not told["dry_run"], "notes": file.notes}


@acts(InvitationsSerializer, takes=InviteSerializer, status=201, unkept=("code",))
def invite(ask: Ask, commune: UUID) -> Mapping[str, Any]:
    """Issue one-time codes for the first accounts of residents; earlier codes lapse.

    A code is shown in the first answer alone. Whoever lost that answer invites anew.
    """
    body = found(Body.objects.filter(kind=BodyKind.COMMUNE), commune)
    require_seen(permissions.may_invite(ask.me, body, ask.at))
    residents = Person.objects.living().residing(body.pk, ask.at)
    people = chosen(residents, ask.told["people"], "people")
    return {"invitations": inviting.invite(people, by=ask.by, at=ask.at)}


@acts(ResetSerializer, unkept=("code",))
def reset_account(ask: Ask, commune: UUID, person: UUID) -> Mapping[str, Any]:
    """Ask, as an officer, for a new way in for a resident; as a second one, agree to it.

    The code comes with the second officer's answer alone; the holder is told of both.
    """
    body = found(Body.objects.filter(kind=BodyKind.COMMUNE), commune)
    require_seen(permissions.may_reset(ask.me, body, ask.at))
    people = Person.objects.living().residing(body.pk, ask.at).filter(account__isnull=False)
    holder = found(people.select_related("account"), person).account
    require_fresh(ask)
    waits, by = resetting.waiting(holder, ask.at), ask.actor("officer")
    if waits is None:
        resetting.ask(holder, body, by=by, at=ask.at)
        return {"state": "asked", "code": None}
    return {"state": "agreed", "code": resetting.agree(waits, by=by, at=ask.at).code}


def _decisions(told: Mapping[str, Any]) -> dict[int, Decision]:
    pairs = (one.partition(":") for one in told["decisions"])
    return {int(row): cast("Decision", decision) for row, _colon, decision in pairs}
