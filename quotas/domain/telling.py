"""An election told as a story: by votes, then each displacement with its rule, what stays empty."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communes.dates import last_instant, say_day
from communes.models import Resolution
from mandates.domain.binding import with_seats
from mandates.models import Mandate, Seat
from quotas import quota_wording
from quotas.arithmetic.seating import Displaced, Displacement, Seating, Tie
from quotas.arithmetic.traits import Short
from quotas.domain import narrating, primaries
from quotas.domain.narrating import Line, Story
from quotas.domain.nominating import seats_then
from quotas.domain.relating import with_releases
from quotas.domain.totalling import Tally, outcome, retold
from quotas.models import Candidacy, Election, ElectionMethod


def story_of(election: Election) -> Story | None:
    """The story of the result that stands, told anew from its votes; None before the count."""
    rows = Resolution.objects.filter(item=election.item_id).standing()
    resolution = rows.order_by("-number", "-revision").first()
    if resolution is None:
        return None
    here = (resolution.electorate, resolution.present)
    voting = primaries.sentences(resolution.facts, *here)
    return replace(_kept(election, resolution), voting=voting)


def _kept(election: Election, resolution: Resolution) -> Story:
    candidacies = {row.person.key: row for row in election.candidacies.select_related("person")}
    if resolution.rule == "election_ranked":
        return with_releases(narrating.kept_story(election, resolution), election)
    told = resolution.facts.get("tally", {})
    votes = {row.pk: int(told.get(key, 0)) for key, row in candidacies.items()}
    result = retold(election, {"tally": {}, **resolution.facts})
    abstain = int(resolution.facts.get("abstain", 0))
    told_as = story(election, result, abstain=abstain, resolution=resolution, votes=votes)
    return with_releases(replace(told_as, method=resolution.method), election)


def foreseen(election: Election, tally: Tally | None, at: datetime) -> Story | None:
    """What a tally, or the papers as they lie, would come to; None while they are not whole."""
    if tally is None or election.method == ElectionMethod.RANKED:
        return narrating.foreseen(election, at)
    if set(tally.votes) != set(election.candidacies.standing().values_list("pk", flat=True)):
        return None
    result = outcome(election, tally, at)
    return replace(story(election, result, abstain=tally.abstain), method=tally.method)


def story(
    election: Election,
    result: Seating,
    *,
    abstain: int = 0,
    resolution: Resolution | None = None,
    votes: dict[int, int] | None = None,
) -> Story:
    """The story of a seating, whether it is entered or only foreseen."""
    # Long: one line for each thing that is told.
    standing = election.candidacies.standing().select_related("person")
    rows = {row.person.key: row for row in standing}
    seats = {seat.key: seat for seat in seats_then(election, _facts(resolution))}
    given = votes or _votes(result, rows)
    won = {candidate.id: seats[spec.id] for spec, candidate in result.seated}
    lines = [Line(row, given.get(row.pk, 0), won.get(key)) for key, row in rows.items()]
    lines.sort(key=lambda line: (-line.votes, line.seat is None, line.candidacy.person.sort_key))
    names = {key: row.person.name for key, row in rows.items()}
    return Story(
        lines=lines,
        displacements=[_displaced(one, names, seats) for one in result.displaced],
        ties=[_tie(tie, names) for tie in result.ties],
        vacant=[seats[spec.id] for spec in result.vacant],
        unmet=[quota_wording.unmet(Short(rule, by)) for rule, by in result.shortfalls],
        alternates=narrating.alternates(resolution, names, seats),
        abstain=abstain,
        resolution=resolution,
        tied=any(tie.open for tie in result.ties),
    )


def _facts(resolution: Resolution | None) -> Mapping[str, Any]:
    return resolution.facts if resolution is not None else {}


def offered(seats: Sequence[Seat], at: datetime) -> list[tuple[str, list[tuple[Seat, str]]]]:
    """Seats by body and office, each with who holds it now, for a choice among them."""
    told = dict(described(seats, at))
    ordered = sorted(seats, key=_office)
    groups = [list(group) for _key, group in groupby(ordered, key=_office)]
    held = set(
        Mandate.objects.in_force(at).filter(seat__in=seats).values_list("seat_id", flat=True)
    )
    return [(_group(rows, held), [(one, told[one]) for one in rows]) for rows in groups]


def described(seats: Sequence[Seat], at: datetime) -> list[tuple[Seat, str]]:
    """Each seat with a sentence: for whom it is kept, who holds it until when."""
    rows = with_seats(Mandate.objects.in_force(at).filter(seat__in=seats))
    held = {row.seat_id: row for row in rows}
    return [(seat, _described(seat, held.get(seat.pk))) for seat in seats]


def _group(seats: Sequence[Seat], held: set[int]) -> str:
    """The body and the office, and how many seats of it stand empty."""
    vacant = sum(seat.pk not in held for seat in seats)
    name = f"{seats[0].body.name} · {seats[0].get_office_display()}"
    empty = ngettext("%(number)d vacant", "%(number)d vacant", vacant) % {"number": vacant}
    return f"{name} · {empty}" if vacant else name


def _office(seat: Seat) -> tuple[str, int, str]:
    return (seat.body.name, seat.body_id, seat.office)


def _described(seat: Seat, mandate: Mandate | None) -> str:
    kept = seat.get_reserved_gender_display() or _("anyone")
    if mandate is None:
        return _("for %(kept)s, vacant") % {"kept": kept}
    day = _last_day(mandate) if mandate.until else "—"
    told = {"kept": kept, "name": mandate.person.name, "day": day}
    return _("for %(kept)s, held by %(name)s until %(day)s") % told


def _last_day(mandate: Mandate) -> str:
    assert mandate.until is not None
    zone = ZoneInfo(mandate.seat.body.time_zone)
    last = last_instant(mandate.until).astimezone(zone).date()
    return say_day(last, today=None, language=get_language() or "en")


def _votes(result: Seating, rows: dict[str, Candidacy]) -> dict[int, int]:
    known = [*result.raw, *(candidate for _spec, candidate in result.seated)]
    return {rows[one.id].pk: one.votes for one in known}


def _displaced(one: Displaced, names: dict[str, str], seats: dict[str, Seat]) -> str:
    if one.reason == Displacement.QUOTAS:
        return _by_quotas(one, names)
    seat = seats[one.seat.id]
    told = {
        "name": names[one.would_have.id],
        "votes": one.would_have.votes,
        "whom": seat.get_reserved_gender_display(),
    }
    if one.reason == Displacement.STAYS_EMPTY or one.is_seated is None:
        return (
            _(
                "By votes alone %(name)s (%(votes)s) would sit. The seat is reserved for %(whom)s, "
                "and nobody who may hold it was elected: it stays empty."
            )
            % told
        )
    instead = {"other": names[one.is_seated.id], "less": one.is_seated.votes}
    return _(
        "By votes alone %(name)s (%(votes)s) would sit. The seat is reserved for %(whom)s, "
        "so %(other)s (%(less)s) does."
    ) % {**told, **instead}


def _by_quotas(one: Displaced, names: dict[str, str]) -> str:
    told = {
        "name": names[one.would_have.id],
        "votes": one.would_have.votes,
        "rules": ", ".join(quota_wording.quota(rule) for rule in one.rules),
    }
    if one.is_seated is None:
        words = _(
            "By votes alone %(name)s (%(votes)s) would sit. The quotas ask for others "
            "(%(rules)s), and nobody who meets them was elected: the seat stays empty."
        )
        return words % told
    instead = {"other": names[one.is_seated.id], "less": one.is_seated.votes}
    words = _(
        "By votes alone %(name)s (%(votes)s) would sit; %(other)s (%(less)s) does, for of all who "
        "meet the quotas together these have the most votes: %(rules)s."
    )
    return words % {**told, **instead}


def _tie(tie: Tie, names: dict[str, str]) -> str:
    called = ", ".join(names[key] for key in tie.order)
    told = {"votes": tie.votes, "names": called}
    if tie.open:
        return quota_wording.voted_anew(tie.votes, called, tie.open)
    if tie.by_lot:
        return _("Equal votes (%(votes)s), decided by lot: %(names)s.") % told
    return _("Equal votes (%(votes)s), a woman before a man: %(names)s.") % told
