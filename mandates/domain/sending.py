"""Who sends delegates where, level above level, and whose vote closes a question for whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from communes.models import Ballot, Body, MotionVersion
from communes.periods import holding
from mandates.models import Instruction, Seat


def sending(at: datetime) -> QuerySet[Seat]:
    """The seats of councils that exist at the instant and that another body fills."""
    rows = Seat.objects.filter(holding(at), sending_body__isnull=False)
    return rows.exclude(body__kind="commune")


def hosts(senders: Iterable[int], at: datetime) -> dict[int, set[int]]:
    """For each sender the councils in which its own delegates sit."""
    found: dict[int, set[int]] = {sender: set() for sender in senders}
    rows = sending(at).filter(sending_body__in=found)
    for sender, host in rows.values_list("sending_body", "body").distinct():
        found[sender or 0].add(host)
    return found


def above(senders: Iterable[int], at: datetime) -> Mapping[int, set[int]]:
    """For each sender all councils above it: where it sends, where those send, and so on.

    One query for each level of the confederation.
    """
    wanted = set(senders)
    edges: dict[int, set[int]] = {}
    layer = set(wanted)
    while layer:
        edges |= hosts(layer, at)
        layer = {host for sender in layer for host in edges[sender]} - edges.keys()
    return {sender: _closure(sender, edges) for sender in wanted}


def senders_of(host: Body, at: datetime) -> QuerySet[Body]:
    """The bodies that send delegates to the council, by name."""
    rows = sending(at).filter(body=host).exclude(sending_body=host)
    return Body.objects.filter(pk__in=rows.values("sending_body")).order_by("folded", "pk")


def voted_on(ballots: QuerySet[Ballot]) -> Exists:
    """Condition on versions: the council before which the motion is took one of these votes."""
    rows = ballots.filter(
        motion_version=OuterRef("pk"), item__meeting__body=OuterRef("motion__raised_in")
    )
    return Exists(rows)


def taken_further(between: Iterable[int], ballots: QuerySet[Ballot]) -> Exists:
    """Condition on versions: one of these councils took such a vote on instructing upon them."""
    rows = Instruction.objects.filter(
        Exists(ballots.filter(item=OuterRef("item"))),
        motion_version=OuterRef("pk"),
        struck_at__isnull=True,
        item__meeting__body__in=list(between),
    )
    return Exists(rows)


def closing(sender: Body, at: datetime) -> Q:
    """Condition on versions: the sender can say nothing more, for the vote has been opened.

    That of the council before which the motion is; and on a motion further up that of the
    council between, in which the sender's own delegates sit. Another council's closes nothing.
    """
    return _put(sender, at, Ballot.objects.all())


def closed(version: MotionVersion, sender: Body, at: datetime) -> bool:
    """Whether the sender can say nothing more of this version."""
    return MotionVersion.objects.filter(closing(sender, at), pk=version.pk).exists()


def being_called(version: MotionVersion, sender: Body, at: datetime) -> bool:
    """Whether the vote that closes this version for the sender is going on."""
    going_on = Ballot.objects.filter(closed_at__isnull=True)
    rows = MotionVersion.objects.filter(_put(sender, at, going_on), pk=version.pk)
    return rows.exists()


def _put(sender: Body, at: datetime, ballots: QuerySet[Ballot]) -> Q:
    between = hosts([sender.pk], at)[sender.pk]
    return Q(voted_on(ballots)) | Q(taken_further(between, ballots))


def _closure(sender: int, edges: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = defaultdict(set, edges)[sender].copy()
    while waiting:
        host = waiting.pop()
        if host not in found:
            found.add(host)
            waiting |= edges.get(host, set())
    return found - {sender}
