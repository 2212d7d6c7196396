"""Confidential items: their words stand apart, for the committee's roll only (DOMAIN §2.8, §4).

Where words would stand, pages, papers, books, notices and searches find a neutral title or
nothing; so none of them can forget to be silent. `read` is the only way to the words for a
reader, `keep` the only way in. What an item was made, it stays: nothing lifts it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.domain import listing, rolls
from communes.domain.acting import Actor, CommittedList
from communes.domain.keeping import confidential_day
from communes.domain.vouching import commits
from communes.models import (
    AgendaItem,
    Body,
    BodyKind,
    ConfidentialText,
    ListCommitment,
    MadeOf,
    Meeting,
    Person,
    Resolution,
    What,
)
from communes.problems import Problem, refuse_if
from communes.randomness import new_salt

KINDS = ("decision", "discussion", "report")
"""Business that needs nothing beside its words: motions and elections concern others too."""
LIST = "confidential"


@dataclass(frozen=True)
class Words:
    """Words as a reader on the roll gets them, and how the book vouches for them.

    `holds` is None before an entry names them; `digest` is the mark that the minutes show.
    Of words that were erased only the day is left.
    """

    what: str
    subject: UUID
    text: str
    digest: str
    holds: bool | None
    erased_at: datetime | None = None

    @property
    def label(self) -> str:
        """Whose words they are."""
        return str(What(self.what).label)


def neutral(body: Body) -> str:
    """What everyone may read in place of the title, in the body's language."""
    with override(body.language):
        return _("Confidential item")


def offered(body: Body) -> bool:
    """Whether the body's roll is a committee: an assembly's roll is everybody, and a council
    answers to those who sent its delegates."""
    return body.kind == BodyKind.COMMITTEE and body.made_of == MadeOf.SEATS


def on_roll(person: Person | None, body: Body, sitting: str, at: datetime) -> bool:
    """Whether the person holds a seat of the committee now; no office or account stands in."""
    if person is None or not offered(body) or not rolls.in_circle(person, body):
        return False
    return rolls.roll(body, sitting, at).filter(pk=person.pk).exists()


def may_read(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Whether the person may read what the meeting keeps confidential."""
    return on_roll(person, meeting.body, meeting.sitting, at)


def read(
    items: Iterable[AgendaItem], person: Person | None, at: datetime
) -> Mapping[int, Sequence[Words]]:
    """The words of confidential items of one meeting, by item; nothing for who may not read."""
    wanted = [item for item in items if item.confidential]
    if not wanted or not may_read(person, wanted[0].meeting, at):
        return {}
    rows = ConfidentialText.objects.filter(item__in=wanted).select_related("item").order_by("pk")
    found: dict[int, list[Words]] = defaultdict(list)
    vouched = _vouched(wanted, rows)
    for row in rows:
        holds = vouched.get(row.subject)
        told = Words(row.what, row.subject, row.text, digest_of(row), holds)
        found[row.item_id].append(told)
    erased = _erased(wanted)
    return {item.pk: [*found[item.pk], *erased.get(item.public_id, ())] for item in wanted}


def title_of(item: AgendaItem) -> str:
    """What the item is about, for deeds that carry it on unseen."""
    return _text(What.TITLE, item.public_id) if item.confidential else item.title


def record_of(item: AgendaItem) -> str:
    """The record under an item, wherever it stands; for deeds, never for a reader."""
    return _text(What.RECORD, item.public_id) if item.confidential else item.text


def decision_of(resolution: Resolution) -> str:
    """The text of a decision, wherever it stands; for deeds, never for a reader."""
    if not resolution.item.confidential:
        return resolution.text
    return _text(What.DECISION, resolution.public_id)


def slip_of(resolution: Resolution) -> UUID:
    """Under which id the reason stands why a decision was struck out."""
    return uuid5(resolution.public_id, What.SLIP)


def problems(body: Body, kind: str, attached: bool) -> list[Problem]:
    """Why an item of this kind may not be confidential on an agenda of the body."""
    found = []
    if not offered(body):
        message = _("Only a committee has confidential items: the roll of others is not its own.")
        found.append(Problem("confidential_committee_only", message))
    if kind not in KINDS or attached:
        message = _("Business that others put forward or decide on cannot be confidential.")
        found.append(Problem("confidential_plain_only", message))
    return found


def writer_problems(item: AgendaItem, by: Actor, at: datetime) -> list[Problem]:
    """Why this person may not write under the item: nobody writes what they may not read."""
    if not item.confidential or may_read(by.person, item.meeting, at):
        return []
    message = _("This item is confidential: only who holds a seat of this committee writes here.")
    return [Problem("confidential_not_on_roll", message)]


def keep(item: AgendaItem, what: str, subject: UUID, text: str, *, by: Actor, at: datetime) -> str:
    """Lay words under a confidential item apart; answers what stands in their public place.

    Words under an open item are answered as they are. Raises `Refused`.
    """
    if not item.confidential:
        return text
    refuse_if(writer_problems(item, by, at))
    kept = {
        "item": item,
        "text": text,
        "salt": new_salt(),
        "erase_on": confidential_day(item.meeting.body, at),
    }
    ConfidentialText.objects.update_or_create(what=what, subject=subject, defaults=kept)
    return item.title


def keep_decision(resolution: Resolution, text: str, *, by: Actor, at: datetime) -> str:
    """The same for the text of a decision; without one it is called as the item is."""
    words, subject = text or title_of(resolution.item), resolution.public_id
    return keep(resolution.item, What.DECISION, subject, words, by=by, at=at)


def forget(item: AgendaItem) -> None:
    """An item is taken off the agenda before anything was done under it."""
    ConfidentialText.objects.filter(item=item).delete()


def vouch(*subjects: UUID) -> list[CommittedList]:
    """The lists by which an entry vouches for the words of these rows, where they are apart."""
    rows = ConfidentialText.objects.filter(subject__in=subjects)
    days: dict[UUID, Any] = {}
    for row in rows.order_by("pk"):
        days[row.subject] = max(row.erase_on, days.get(row.subject, row.erase_on))
    return [
        CommittedList(LIST, subject, listing.confidential(subject), day)
        for subject, day in days.items()
    ]


def vouch_for(meeting: Meeting) -> list[CommittedList]:
    """The same for titles and records of a meeting, when its minutes are signed."""
    rows = meeting.items.filter(confidential=True).order_by("position", "pk")
    return vouch(*rows.values_list("public_id", flat=True))


def digest_of(row: ConfidentialText) -> str:
    """The salted hash of these words alone, as the minutes show it."""
    return commits(row.salt, [{"what": row.what, "text": row.text}])


def marks_in(meetings: Sequence[Meeting]) -> Mapping[int, list[dict[str, str]]]:
    """What the minutes hold of each confidential item: whose words, and their hashes."""
    rows = ConfidentialText.objects.filter(item__meeting__in=meetings).exclude(what=What.REPORT)
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in rows.order_by("pk"):
        mark = {"what": row.what, "of": str(row.subject), "commitment": digest_of(row)}
        found[row.item_id].append(mark)
    return found


def _text(what: str, subject: UUID) -> str:
    row = ConfidentialText.objects.filter(what=what, subject=subject).first()
    return row.text if row else ""


def _vouched(items: Sequence[AgendaItem], rows: Iterable[ConfidentialText]) -> Mapping[UUID, bool]:
    """Of each subject that an entry names, whether its words are the ones that were named."""
    held: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        held[row.subject].append(listing.confided(row))
    named = ListCommitment.objects.filter(name=LIST, subject__in=held, erased_at__isnull=True)
    return {one.subject: commits(one.salt, held[one.subject]) == one.digest for one in named}


def _erased(items: Sequence[AgendaItem]) -> Mapping[UUID, Sequence[Words]]:
    """That the words of items were erased, and when."""
    subjects = [item.public_id for item in items]
    rows = ListCommitment.objects.filter(name=LIST, subject__in=subjects, erased_at__isnull=False)
    return {
        one.subject: [Words(What.RECORD, one.subject, "", "", None, one.erased_at)] for one in rows
    }
