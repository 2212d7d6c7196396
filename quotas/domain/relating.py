"""What the women present decided about seats left empty, told beside the result."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from communes.models import Body, Resolution
from mandates.models import Seat
from quotas.domain.narrating import Line, Story
from quotas.models import Election, ElectionMethod, ReleasedSeat, SeatRelease


def with_releases(story: Story, election: Election) -> Story:
    """The story with the seats that were opened, who took them, and the sentences of it."""
    if story.resolution is None:
        return story
    releases = of_result(election, story.resolution)
    opened = [row for one in releases for row in one.seats.all()]
    given = {row.candidacy_id: row.seat for row in opened if row.candidacy_id is not None}
    taken = {seat.pk for seat in given.values()}
    return replace(
        story,
        lines=[_line(line, given) for line in story.lines],
        vacant=[seat for seat in story.vacant if seat.pk not in taken],
        opened=[sentence for one in releases for sentence in _sentences(one)],
    )


def of_result(election: Election, resolution: Resolution | None) -> list[SeatRelease]:
    """What the women decided before the count, and about this result."""
    rows = SeatRelease.objects.filter(election=election).select_related("vote", "election")
    rows = rows.filter(Q(resolution__isnull=True) | Q(resolution=resolution))
    return list(rows.prefetch_related("seats__seat__body", "seats__candidacy__person"))


def of_body(body: Body, at: datetime) -> list[ReleasedSeat]:
    """The seats of a body that stood open at the instant because the women had opened them."""
    rows = ReleasedSeat.objects.filter(seat__body=body, release__vote__at__lte=at)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=at))
    told = rows.select_related("seat", "release__vote", "release__election__item__meeting__body")
    return list(told.order_by("seat__number"))


def in_minutes(resolution: Resolution) -> list[str]:
    """Who took a seat that was opened after this result, for its sentence."""
    rows = ReleasedSeat.objects.filter(release__resolution=resolution, candidacy__isnull=False)
    words = _("%(name)s takes a seat that was kept for women and that the women present opened")
    found = rows.select_related("candidacy__person")
    return [words % {"name": row.candidacy.person.name} for row in found if row.candidacy]


def _line(line: Line, given: Mapping[int, Seat]) -> Line:
    seat = given.get(line.candidacy.pk)
    return replace(line, seat=seat) if seat is not None else line


def _sentences(one: SeatRelease) -> list[str]:
    vote = one.vote
    counted = _("%(for)s for, %(against)s against, of %(women)s women in the room") % {
        "for": vote.votes_for,
        "against": vote.against,
        "women": vote.women,
    }
    if not vote.adopted:
        words = _("The women present did not open what is kept for women: %(counted)s.")
        return [words % {"counted": counted}]
    rows = list(one.seats.all())
    if not rows:
        words = _(
            "The women present opened what is kept for women (%(counted)s), and nobody who "
            "stands could take it: it stays empty."
        )
        return [words % {"counted": counted}]
    return [_sentence(row, one.election, counted) for row in rows]


def _sentence(row: ReleasedSeat, election: Election, counted: str) -> str:
    told = {"seat": f"{row.seat.get_office_display()} {row.seat.number}", "counted": counted}
    if row.candidacy is None:
        words = _(
            "Fewer women stood than seats are kept for women. The women present opened the seat "
            "%(seat)s for this term (%(counted)s)."
        )
        return words % told
    if election.method == ElectionMethod.RANKED:
        words = _(
            "The seat %(seat)s is kept for women and stayed empty. The women present opened it "
            "for this term (%(counted)s): %(name)s takes it, of those not elected the one who "
            "stayed longest in the count."
        )
    else:
        words = _(
            "The seat %(seat)s is kept for women and stayed empty. The women present opened it "
            "for this term (%(counted)s): %(name)s takes it, of those not elected with the most "
            "votes."
        )
    return words % {**told, "name": row.candidacy.person.name}
