"""The kinds of business that this floor brings."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import entries, kinds, notices, sweeps
from communes.domain.acting import Actor
from communes.kinds import Kind
from communes.models import (
    AgendaItem,
    Body,
    BodyKind,
    CharterDraft,
    Method,
    OpenPoint,
    Person,
    Resolution,
)
from mandates.models import Mandate, Seat
from quotas import quota_wording


def register() -> None:
    """Register the kinds and sweeps of this floor, and the words of its entries."""
    from quotas.domain import answering, auditing, declaring, scheduling

    _elections()
    _sortition()
    _structure()
    _charters()
    sweeps.register("scheduled audits", scheduling.order_due)
    sweeps.register("audits asked for", partial(auditing.run_waiting, clock=timezone.now))
    sweeps.register("findings fall due", answering.fall_due)
    sweeps.register("erase components", declaring.erase_spent)
    notices.register(
        "candidate_asked",
        gettext_lazy("%(body)s asks whether you stand for election: “%(item)s”."),
    )
    _primaries()
    entries.register("body.ended", gettext_lazy("The body ended."))
    entries.register("seats.reserved", gettext_lazy("Open seats were reserved for a gender."))
    entries.register(
        "seats.opened",
        gettext_lazy("The women present opened seats kept for women that stayed empty."),
    )


def _elections() -> None:
    from quotas.domain import nominating, retracting, womens_seats

    kinds.register(
        Kind(
            "election",
            gettext_lazy("election"),
            entry="elect",
            plan="plan_election",
            voters="electors",
            voters_of=womens_seats.voters_of,
            may_be_urgent=False,
            prepare=_prepare,
            unfinished=_unfinished,
            concerned=nominating.concerned,
            undo=retracting.undo,
            consequences=_consequences,
            sentence=_sentence,
            offered=_has_seats,
        )
    )


def _primaries() -> None:
    from quotas.domain import primaries

    entries.register("election.primary", primaries.said)
    taken_back = gettext_lazy("The women's vote before an election was taken back.")
    entries.register("election.primary_taken_back", taken_back)


def _sortition() -> None:
    from communes.domain import listing
    from quotas.domain import fixing, forgetting, pooling, seating_drawn, telling_lots

    kinds.register(
        Kind(
            "sortition",
            gettext_lazy("drawing by lot"),
            entry="sortition",
            plan="plan_sortition",
            may_be_urgent=False,
            unfinished=lambda item: pooling.of_item(item) is None,
            concerned=pooling.concerned,
            undo=seating_drawn.undo,
            consequences=_consequences,
            sentence=telling_lots.sentence,
            offered=_has_seats,
        )
    )
    listing.register(fixing.LIST, forgetting.list_named, forgetting.rows_of)
    sweeps.register("erase lists never drawn from", forgetting.erase_loose)


def _structure() -> None:
    from quotas.domain import forming

    kinds.register(
        Kind(
            "committee",
            gettext_lazy("forming a committee"),
            entry="form_committee",
            undo=forming.undo_forming,
            consequences=_dissolved,
            offered=lambda body: body.kind in (BodyKind.COMMUNE, BodyKind.COUNCIL),
        )
    )
    kinds.register(
        Kind(
            "auditor",
            gettext_lazy("a seat for an auditor"),
            entry="make_auditor",
            undo=forming.undo_auditor,
            consequences=_no_auditor,
            offered=lambda body: body.kind in (BodyKind.COMMUNE, BodyKind.COUNCIL),
        )
    )


def _charters() -> None:
    from communes.domain import amending

    kinds.register(
        Kind(
            "charter",
            gettext_lazy("a new version of the charter"),
            entry="adopt_charter",
            plan="draft_charter",
            majority="two_thirds",
            may_be_urgent=False,
            undo=amending.undo,
            consequences=_charter_before,
            unfinished=_undrafted,
            offered=lambda body: body.kind == BodyKind.COMMUNE,
        )
    )


def _has_seats(body: Body) -> bool:
    own = Seat.objects.filter(body=body, until__isnull=True)
    return own.exists() or Seat.objects.filter(sending_body=body, until__isnull=True).exists()


def _prepare(item: AgendaItem, point: OpenPoint, by: Actor, at: datetime) -> None:
    from quotas.domain import nominating

    seats = list(Seat.objects.in_force(at).filter(public_id=point.figures.get("seat")))
    if seats and not nominating.plan_problems(item, seats, at):
        nominating.plan(item, seats, by=by, at=at)


def _unfinished(item: AgendaItem) -> bool:
    from quotas.domain import nominating

    return nominating.of_item(item) is None


def _consequences(resolution: Resolution) -> list[str]:
    rows = Mandate.objects.filter(resolution=resolution, end_reason="").select_related(
        "person", "seat__body"
    )
    return [
        _("The mandate of %(name)s in %(body)s ends.")
        % {"name": row.person.name, "body": row.seat.body.name}
        for row in rows
    ]


def _sentence(resolution: Resolution) -> str:
    """Who was elected, by name as the register has it now."""
    from quotas.domain import primaries, relating

    seated = resolution.facts.get("seated", [])
    tally = resolution.facts.get("tally", {})
    ids = [one["person"] for one in seated]
    anew = resolution.facts.get("anew", [])
    told = _names({*ids, *(key for tie in anew for key in tie["people"])})
    parts = [
        _("%(name)s is elected with %(votes)s votes")
        % {"name": told.get(one, "—"), "votes": tally.get(one, 0)}
        for one in ids
    ]
    opened = relating.in_minutes(resolution)
    parts += opened
    vacant = len(resolution.facts.get("vacant", [])) - len(opened)
    if vacant:
        parts.append(_("seats left vacant: %(count)s") % {"count": vacant})
    said = "; ".join(parts) + "." if parts else _("Nobody was elected.")
    here = (resolution.electorate, resolution.present)
    before = primaries.sentences(resolution.facts, *here)
    said = " ".join([*before, said, *(_anew(tie, told) for tie in anew)])
    if resolution.method == Method.QUEUE:
        return f"{_('Counted by queues behind the candidates:')} {said}"
    return said


def _names(keys: set[str]) -> dict[str, str]:
    rows = Person.objects.filter(public_id__in=keys).values_list("public_id", "name")
    return {str(key): name for key, name in rows}


def _anew(tie: Mapping[str, Any], names: Mapping[str, str]) -> str:
    told = ", ".join(names.get(key, "—") for key in tie["people"])
    return quota_wording.voted_anew(tie["votes"], told, tie["places"])


def _dissolved(resolution: Resolution) -> list[str]:
    if not resolution.adopted:
        return []
    name = resolution.facts.get("name", "")
    return [_("The committee “%(name)s” is dissolved.") % {"name": name}]


def _undrafted(item: AgendaItem) -> bool:
    return not CharterDraft.objects.filter(item=item).exists()


def _charter_before(resolution: Resolution) -> list[str]:
    return [_("The charter before it holds again.")] if resolution.adopted else []


def _no_auditor(resolution: Resolution) -> list[str]:
    return [_("The auditor's seat is taken away.")] if resolution.adopted else []
