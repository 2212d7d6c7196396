"""A motion before a council asks each sending body for its instruction: a sweep, in sets.

What is asked for waits for the body's next agenda, once for each body and version. It waits no
more when the instruction is given, the vote is opened or the text is amended, which asks anew;
where a meeting ended without dealing with it, the next one is asked.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.models import Ballot, Body, MotionVersion, OpenPoint, Resolution
from mandates.domain import sending
from mandates.models import Asked, Instruction, Seat

BATCH = 500
KIND = "instruction"
Pair = tuple[int, int]
"""Ids of a sending body and of a version."""


def sweep(at: datetime) -> int:
    """Ask for what is missing and drop what is no longer asked; how many bodies were asked."""
    lapse(at)
    count = 0
    while pairs := list(due(at)[:BATCH]):
        asked = ask(pairs, at)
        count += asked
        if not asked:
            break
    return count


def due(at: datetime) -> QuerySet[Seat, Pair]:
    """Who is to be asked for an instruction on which version; agrees with `asks`."""
    version = "body__motions__versions"
    rows = sending.sending(at).filter(**{f"{version}__isnull": False})
    rows = rows.exclude(body=F("sending_body")).exclude(sending_body__ended_at__lte=at)
    told = Instruction.objects.filter(
        sender=OuterRef("sending_body"), motion_version=OuterRef(version), struck_at__isnull=True
    )
    known = Asked.objects.filter(
        sender=OuterRef("sending_body"), motion_version=OuterRef(version), lapsed_at__isnull=True
    )
    later = MotionVersion.objects.filter(
        motion=OuterRef("body__motions"), number__gt=OuterRef(f"{version}__number")
    )
    begun = Ballot.objects.filter(
        motion_version=OuterRef(version), item__meeting__body=OuterRef("body")
    )
    rows = rows.exclude(
        Exists(known) | Exists(later) | Exists(begun) | Exists(told.filter(_in_hand()))
    )
    return rows.values_list("sending_body", version).distinct().order_by("sending_body", version)


def asks(sender: Body, version: MotionVersion, at: datetime) -> bool:
    """Whether the body is to be asked for an instruction on the version now."""
    host = version.motion.raised_in
    sits = sending.sending(at).filter(body=host, sending_body=sender).exists()
    ended = sender.ended_at is not None and sender.ended_at <= at
    newest = not version.motion.versions.filter(number__gt=version.number).exists()
    begun = Ballot.objects.filter(motion_version=version, item__meeting__body=host).exists()
    mine = Instruction.objects.filter(sender=sender, motion_version=version, struck_at=None)
    known = Asked.objects.filter(sender=sender, motion_version=version, lapsed_at=None).exists()
    may = sits and sender != host and not ended and newest and not begun
    return may and not known and not mine.filter(_in_hand()).exists()


@transaction.atomic
def ask(pairs: Sequence[Pair], at: datetime) -> int:
    """Let the question wait for the next agenda of each body; how many are new."""
    senders = Body.objects.in_bulk({sender for sender, _version in pairs})
    rows = MotionVersion.objects.select_related("motion")
    versions = rows.in_bulk({version for _sender, version in pairs})
    Asked.objects.bulk_create(
        [Asked(sender_id=one, motion_version_id=two, asked_at=at) for one, two in pairs],
        ignore_conflicts=True,
    )
    lapsed = Asked.objects.filter(pk__in=[row.pk for row in _of(pairs) if row.lapsed_at])
    again = lapsed.filter(lapsed_at__isnull=False)
    again.update(lapsed_at=None, asked_at=at, times=F("times") + 1)
    points = [
        _point(senders[row.sender_id], versions[row.motion_version_id], row.times, at)
        for row in _of(pairs)
    ]
    known = OpenPoint.objects.filter(occasion__in=[one.occasion for one in points]).count()
    OpenPoint.objects.bulk_create(points, ignore_conflicts=True)
    return len(points) - known


def lapse(at: datetime) -> int:
    """Drop what is asked no more, unless it stands on an agenda already; how many dropped."""
    count = 0
    while rows := list(over(at).select_related("sender", "motion_version")[:BATCH]):
        with transaction.atomic():
            occasions = [_occasion(one.sender, one.motion_version, one.times) for one in rows]
            OpenPoint.objects.filter(occasion__in=occasions, item__isnull=True).delete()
            Asked.objects.filter(pk__in=[one.pk for one in rows]).update(lapsed_at=at)
        count += len(rows)
    return count


def over(at: datetime) -> QuerySet[Asked]:
    """What was asked for and is no longer: answered, too late, amended, or left by a meeting."""
    version = OuterRef("motion_version")
    host = OuterRef("motion_version__motion__raised_in")
    later = MotionVersion.objects.filter(
        motion=OuterRef("motion_version__motion"), number__gt=OuterRef("motion_version__number")
    )
    begun = Ballot.objects.filter(motion_version=version, item__meeting__body=host)
    mine = Instruction.objects.filter(sender=OuterRef("sender"), motion_version=version)
    given = mine.filter(given_at__isnull=False, struck_at__isnull=True)
    left = mine.filter(
        ~Exists(Resolution.objects.standing().filter(item=OuterRef("item"))),
        struck_at__isnull=True,
        item__meeting__closed_at__gt=OuterRef("asked_at"),
    )
    sends = sending.sending(at).filter(body=host, sending_body=OuterRef("sender"))
    ended = Exists(later) | Exists(begun) | Exists(given) | Exists(left) | ~Exists(sends)
    return Asked.objects.filter(ended, lapsed_at__isnull=True).order_by("pk")


def _in_hand() -> Q:
    """Of instructions: given, or planned for a meeting that may still give it, or refused."""
    planned = Q(item__meeting__closed_at__isnull=True, item__meeting__cancelled_at__isnull=True)
    refused = Q(Exists(Resolution.objects.standing().filter(item=OuterRef("item"))))
    return Q(given_at__isnull=False) | planned | refused


def _of(pairs: Sequence[Pair]) -> list[Asked]:
    senders, versions = zip(*pairs, strict=True)
    rows = Asked.objects.filter(sender__in=set(senders), motion_version__in=set(versions))
    wanted = set(pairs)
    return [row for row in rows.order_by("pk") if (row.sender_id, row.motion_version_id) in wanted]


def _point(sender: Body, version: MotionVersion, times: int, at: datetime) -> OpenPoint:
    with override(sender.language):
        title = _("Instruction: %(title)s") % {"title": version.motion.title}
    return OpenPoint(
        body=sender,
        kind=KIND,
        occasion=_occasion(sender, version, times),
        title=title[:300],
        figures={"version": version.key, "sender": sender.key},
        opened_at=at,
    )


def _occasion(sender: Body, version: MotionVersion, times: int) -> str:
    again = f":{times}" if times > 1 else ""
    return f"{KIND}:{sender.key}:{version.key}{again}"
