"""What becomes of a petition: it succeeds, lapses, or ends with its mandate; counted in public.

Success takes effect with the signature or the confirmation that reaches the threshold. The rest
follows from rows and an instant; the sweep only writes it down and announces it.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from communes.domain.acting import Actor, CommittedList, acting
from communes.models import Body
from mandates.arithmetic import petitions
from mandates.arithmetic.petitions import Standing
from mandates.domain import calling
from mandates.domain.listing import petition_signatures
from mandates.domain.petitioning import locked, tell
from mandates.models import Channel, Petition, Signature, SignatureStatus

BATCH = 500
SETTLING = timedelta(minutes=1)
"""So long the sweep waits for signatures that came in time and are still being written."""
ENTRIES = {
    Standing.SUCCEEDED: "petition_succeeded",
    Standing.LAPSED: "petition_lapsed",
    Standing.ENDED: "petition_ended",
}


@dataclass(frozen=True)
class Funnel:
    """What became of every signature that was received, in public and without a name."""

    counted: int
    withdrawn: int
    waiting: int
    late: int
    repeated: int
    refused: int
    unconfirmed: int
    not_on_roll: int

    @property
    def valid(self) -> int:
        """Signatures of electors, each once, those since withdrawn included."""
        return self.counted + self.withdrawn

    @property
    def invalid(self) -> int:
        """What was received and can never count."""
        return self.late + self.repeated + self.refused + self.unconfirmed + self.not_on_roll

    @property
    def received(self) -> int:
        """All that was handed in."""
        return self.valid + self.waiting + self.invalid


def counted(petition: Petition) -> int:
    """How many signatures count now."""
    rows = Signature.objects.filter(petition=petition, status=SignatureStatus.VALID)
    return rows.filter(withdrawn_at__isnull=True).count()


def funnel(petition: Petition, at: datetime) -> Funnel:
    """The counts now; once the outcome is written down, as they were then."""
    if petition.concluded_at is not None:
        return Funnel(**{**petition.tally, "late": petition.late})
    return _live(petition, at)


def succeed_if_reached(petition: Petition, at: datetime) -> bool:
    """Let a locked petition succeed if its signatures reach the threshold; whether they do."""
    if not petitions.reached(counted(petition), petition.threshold):
        return False
    by = Actor(basis="petition")  # not who signed last: that would be told by the book
    petition.succeeded_at = at
    petition.save(update_fields=["succeeded_at"])
    _write_down(petition, by, at)
    calling.call_for(petition, by=by, at=at)
    return True


def sweep(at: datetime) -> int:
    """Write down and announce what petitions came to; how many were new."""
    count = 0
    while rows := list(due(at)[:BATCH]):
        fresh = sum(conclude(row, at=at) for row in rows)
        count += fresh
        if not fresh:
            break
    return count


def due(at: datetime) -> QuerySet[Petition]:
    """Petitions that are over for long enough and whose outcome is not yet written down."""
    return Petition.objects.unwritten(at - SETTLING).order_by("pk")


def conclude(petition: Petition, *, at: datetime) -> bool:
    """Write down the outcome of a petition that is over, once; whether it was new."""
    by = Actor(basis="charter", recorded_at=at)
    with acting(by=by, at=at):
        row = locked(petition)
        if row.concluded_at is not None or row.running(at):
            return False
        _write_down(row, by, at)
    return True


def _write_down(petition: Petition, by: Actor, at: datetime) -> None:
    over = petitions.over_since(petition.life, at)
    assert over is not None
    code = ENTRIES[petition.standing(at)]
    with acting(by=by, at=at) as acts:
        told = asdict(_live(petition, over))
        petition.tally = {name: amount for name, amount in told.items() if name != "late"}
        petition.concluded_at = at
        petition.save(update_fields=["tally", "concluded_at"])
        petition.sheets.filter(collector__isnull=False).update(collector=None)
        listed = CommittedList(
            "petition_signatures",
            petition.public_id,
            petition_signatures(petition.public_id),
            petition.erase_on,
        )
        facts = {"petition": petition.key, **petition.tally, "threshold": petition.threshold}
        entry = code.replace("_", ".")
        acts.enter(petition.body, entry, facts, [listed], happened_at=over)
        tell(acts, petition, code)


def _live(petition: Petition, at: datetime) -> Funnel:
    rows = Signature.objects.filter(petition=petition)
    valid, waiting = Q(status=SignatureStatus.VALID), Q(status=SignatureStatus.WAITING)
    told = rows.aggregate(
        counted=Count("pk", filter=valid & Q(withdrawn_at__isnull=True)),
        withdrawn=Count("pk", filter=valid & Q(withdrawn_at__isnull=False)),
        waiting=Count("pk", filter=waiting & Q(sheet__confirm_by__gt=at)),
        unconfirmed=Count("pk", filter=waiting & Q(sheet__confirm_by__lte=at)),
        repeated=Count("pk", filter=Q(status=SignatureStatus.REPEATED)),
        refused=Count("pk", filter=Q(status=SignatureStatus.REFUSED)),
        listed=Count("pk", filter=Q(channel=Channel.PAPER) & ~Q(status=SignatureStatus.LATE)),
    )
    in_time = petition.sheets.filter(received_at__lt=petition.closes_at)
    lines = in_time.aggregate(lines=Sum("lines"))["lines"] or 0
    listed = told.pop("listed")
    return Funnel(**told, late=petition.late, not_on_roll=lines - listed)


def of_body(body: Body, at: datetime) -> QuerySet[Petition]:
    """The petitions of a body's electors, the latest first."""
    rows = Petition.objects.filter(body=body).order_by("-opened_at", "-pk")
    return rows.select_related("mandate__seat__body", "mandate__person", "body")
