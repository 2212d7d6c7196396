"""What binds a delegate: for each mandate a sheet with the motions before its council."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from communes.models import Meeting, Sitting
from mandates.domain.questioning import Delegation, Question, questions
from mandates.models import Mandate

LASTING = timedelta(days=1)
"""A meeting opened longer ago and not closed was forgotten, and is not the next."""


@dataclass(frozen=True)
class Sheet:
    """One mandate: what it rests on in the end, what binds it, and when its body meets next.

    `meets` is the next assembly of who sent the delegate, which may still instruct; `beside`
    are the others of the same delegation.
    """

    mandate: Mandate
    ground: Mandate
    questions: Sequence[Question]
    session: Meeting | None
    meets: Meeting | None = None
    beside: Sequence[Mandate] = ()

    @property
    def bound(self) -> list[Question]:
        """Questions on which an instruction stands that is still to be carried out."""
        return [one for one in self.questions if one.instruction is not None and not one.over]

    @property
    def voted(self) -> list[Question]:
        """Questions on which an instruction stood when the vote was taken."""
        return [one for one in self.questions if one.instruction is not None and one.over]

    @property
    def past(self) -> list[Question]:
        """Everything that binds no longer, newest questions where they stood."""
        now = {id(one) for one in (*self.bound, *self.free)}
        return [one for one in self.questions if id(one) not in now]

    @property
    def free(self) -> list[Question]:
        """Questions still open on which nothing was said."""
        return [one for one in self.questions if one.instruction is None and one.open]

    def timing(self, question: Question) -> str:
        """Whether the sender meets `before` the vote or only `after` it; `none` is convened."""
        if self.meets is None:
            return "none"
        vote_at = question.vote_at
        return "before" if vote_at is None or self.meets.starts_at < vote_at else "after"


def sheets(mandates: Sequence[Mandate], at: datetime) -> list[Sheet]:
    """A sheet for each mandate, in the order given; the number of queries does not grow."""
    told = questions((_delegation(one) for one in mandates if one.seat.sending_body_id), at)
    grounds = _grounds(mandates)
    sessions = next_meetings({one.seat.body_id for one in mandates}, at)
    senders = {one.seat.sending_body_id for one in mandates if one.seat.sending_body_id}
    together = _together(mandates, at)
    meets = next_meetings(senders, at, sitting=Sitting.ASSEMBLY)
    return [
        Sheet(
            mandate=one,
            ground=grounds[one.pk],
            questions=[row for row in told.get(_delegation(one), []) if _bears(one, row, at)],
            session=sessions.get(one.seat.body_id),
            meets=meets.get(one.seat.sending_body_id or 0),
            beside=[row for row in together.get(_delegation(one), []) if row.pk != one.pk],
        )
        for one in mandates
    ]


def next_meetings(bodies: Iterable[int], at: datetime, *, sitting: str = "") -> dict[int, Meeting]:
    """The next meeting of each body that is convened or going on, by body id."""
    rows = Meeting.objects.filter(
        body__in=set(bodies), cancelled_at__isnull=True, closed_at__isnull=True
    ).select_related("body")
    rows = rows.filter(sitting=sitting) if sitting else rows
    due = rows.filter(Q(starts_at__gt=at) | Q(starts_at__gt=at - LASTING, opened_at__isnull=False))
    return {row.body_id: row for row in due.order_by("-starts_at", "-pk")}


def with_seats(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Mandates with all that a sheet shows of seat, holder and resolution."""
    return rows.select_related(
        "person", "seat__body", "seat__sending_body", "resolution__item__meeting__body", "ended_by"
    )


def _bears(mandate: Mandate, question: Question, at: datetime) -> bool:
    """Whether a question is the mandate's: it binds it now, or its vote began while it was in
    force. What is asked of the seat after a mandate ended binds whoever holds it then."""
    if not question.over and mandate.in_force(at):
        return True
    return question.ballot is not None and mandate.in_force(question.ballot.opened_at)


def _delegation(mandate: Mandate) -> Delegation:
    return (mandate.seat.sending_body_id or 0, mandate.seat.body_id)


def _together(mandates: Sequence[Mandate], at: datetime) -> dict[Delegation, list[Mandate]]:
    """Everyone who is sent with one of these delegates, by delegation."""
    rows = Mandate.objects.in_force(at).filter(
        seat__sending_body__in={one.seat.sending_body_id for one in mandates},
        seat__body__in={one.seat.body_id for one in mandates},
    )
    found: dict[Delegation, list[Mandate]] = defaultdict(list)
    for row in with_seats(rows).order_by("seat__number", "pk"):
        found[_delegation(row)].append(row)
    return found


def _grounds(mandates: Sequence[Mandate]) -> dict[int, Mandate]:
    """What each mandate rests on in the end: itself, or the last of the chain above it."""
    ends = {one.pk: one for one in mandates}
    while waiting := {end.rests_on_id for end in ends.values() if end.rests_on_id}:
        above = {row.pk: row for row in with_seats(Mandate.objects.filter(pk__in=waiting))}
        ends = {pk: above.get(end.rests_on_id or 0, end) for pk, end in ends.items()}
    return ends
