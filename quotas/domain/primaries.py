"""The women's primary: what was counted, whom it named, and what follows for the vote of all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.domain.mending import Slip
from communes.domain.stating import stamp
from communes.models import Person
from communes.problems import Problem
from quotas.domain import womens_seats
from quotas.models import Election, Primary
from quotas.parameters import ElectedBy


def of(election: Election) -> Primary | None:
    """The primary that was held."""
    return Primary.objects.filter(election=election).first()


def final_problems(
    election: Election, votes: int, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Why all cannot vote yet, or for nobody: the women come first.

    `votes` is how many were given. Where no woman is in the room who may vote, nobody is put
    before everyone, and only an empty count can be entered: the seat stays vacant.
    """
    found = womens_seats.voting(election, slip.resolution.happened_at if slip else at)
    if not found.first:
        return []
    if not found.none_here:
        return [Problem("primary_missing", first(), {}, "votes")]
    if votes:
        message = _(
            "No woman who may vote is in the room, so nobody is put before everyone: enter no "
            "votes, the seat stays vacant."
        )
        return [Problem("no_women", message, {}, "votes")]
    return []


def facts(election: Election, at: datetime) -> dict[str, Any]:
    """What the result keeps of who voted: nothing where all did, else the way and the primary."""
    found = womens_seats.way(election, at)
    if found is ElectedBy.ALL:
        return {}
    held = of(election)
    return {"elected_by": str(found), "primary": counted(held) if held else None}


def counted(held: Primary) -> dict[str, Any]:
    """The count of a primary by persons, as books and results keep it."""
    rows = held.election.candidacies.select_related("person")
    people = {row.key: row.person.key for row in rows}
    return {
        "votes": {people[key]: votes for key, votes in sorted(held.votes.items())},
        "named": [people[key] for key in held.named],
        "abstain": held.abstain,
        "method": str(held.method),
        "electorate": held.electorate,
        "present": held.present,
        "happened_at": stamp(held.happened_at),
    }


def told(held: Primary | None) -> str:
    """A primary that was held, in a sentence; "" where none was."""
    return said(counted(held)) if held is not None else ""


def sentences(told: Mapping[str, Any], electorate: int, present: int) -> list[str]:
    """Who voted, where not simply everyone: from what a result keeps, and its electorate."""
    if told.get("elected_by") == ElectedBy.WOMEN:
        here = {"present": present, "electorate": electorate}
        if not present:
            return [no_woman()]
        words = _("The women alone voted: %(present)s of %(electorate)s were in the room.")
        return [words % here]
    if told.get("elected_by") == ElectedBy.PRIMARY:
        return [said(told["primary"])] if told["primary"] else [no_woman()]
    return []


def first() -> str:
    """Why all cannot vote yet."""
    return _("First the women vote on whom they put before everyone.")


def no_woman() -> str:
    """Why a seat stays vacant that is for the women to fill."""
    return _("No woman who may vote was in the room: the seat stays vacant.")


def said(told: Mapping[str, Any]) -> str:
    """A primary in a sentence: who came to how many votes, who was put before everyone."""
    rows = Person.objects.filter(public_id__in=list(told["votes"]))
    names = {str(key): name for key, name in rows.values_list("public_id", "name")}
    best = sorted(told["votes"].items(), key=lambda one: (-one[1], names.get(one[0], "")))
    figures = {
        "present": told["present"],
        "electorate": told["electorate"],
        "votes": ", ".join(f"{names.get(key, '—')} ({number})" for key, number in best),
        "named": ", ".join(names.get(key, "—") for key in told["named"]),
    }
    if not told["named"]:
        words = _(
            "First the women voted, %(present)s of %(electorate)s being in the room: %(votes)s. "
            "They put nobody before everyone."
        )
        return words % figures
    words = _(
        "First the women voted, %(present)s of %(electorate)s being in the room: %(votes)s. "
        "They put before everyone: %(named)s."
    )
    return words % figures
