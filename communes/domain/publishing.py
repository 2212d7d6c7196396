"""Signed minutes are published, to the members or to everyone as the charter says (DOMAIN §4).

What was promised at publication holds: later leniency of the charter opens nothing that was
published before; later strictness holds at once. A publication is withdrawn with its reason by
a new act, and the minutes may be published anew.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communes import charter as texts
from communes.domain import approving, chartering, listing, reducing
from communes.domain.acting import Actor, Acts, CommittedList, acting
from communes.domain.vouching import Break, told
from communes.folding import fold
from communes.models import (
    Body,
    BodyParameter,
    Charter,
    Circle,
    Meeting,
    Publication,
    Readers,
    Stage,
    Withdrawal,
)
from communes.naming import stricter
from communes.parameters import PublicationRules
from communes.periods import holding
from communes.problems import Problem, refuse_if

SECTION = "publication"
MOST_WORDS, LONGEST_WORD, LONGEST = 50, 160, 2000


def rules(body: Body, at: datetime) -> PublicationRules:
    """What the charter in force says of the body's minutes; a closed circle's are its members'."""
    found = cast("PublicationRules", chartering.parameters(SECTION, at, body))
    if body.circle != Circle.EVERYONE and not found.circles:
        return replace(found, readers=Readers.MEMBERS.value)
    return found


def standing(meeting: Meeting) -> Publication | None:
    """The publication that stands, if the minutes are published."""
    return Publication.objects.standing().filter(meeting=meeting).first()


def publish_problems(meeting: Meeting, words: Sequence[str], at: datetime) -> list[Problem]:
    """Why these minutes may not be published now."""
    problems = []
    if meeting.stage != Stage.SIGNED:
        problems.append(Problem("minutes_not_signed", _("Only signed minutes are published.")))
    elif rules(meeting.body, at).once == "approved" and not approving.approval_of(meeting, at):
        message = _("The charter publishes minutes once the next meeting has approved them.")
        problems.append(Problem("minutes_not_approved", message))
    if standing(meeting) is not None:
        message = _("These minutes are published already.")
        problems.append(Problem("published_already", message))
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        message = _("At most %(most)s names, none longer than %(longest)s letters.")
        figures = {"most": MOST_WORDS, "longest": LONGEST_WORD}
        problems.append(Problem("words_too_many", message % figures, figures, "words"))
    return problems


def publish(meeting: Meeting, *, by: Actor, at: datetime, words: Sequence[str] = ()) -> Publication:
    """Publish signed minutes as the charter says, and tell the members. Raises `Refused`.

    `words` are names that the text still shows, as it writes them: nicknames, given names.
    """
    further = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    with acting(by=by, at=at) as acts:
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        row = rows.get(pk=meeting.pk)
        refuse_if(publish_problems(row, further, at))
        chosen = rules(row.body, at)
        made = Publication.objects.create(
            meeting=row,
            readers=chosen.readers,
            names=chosen.names,
            words=reducing.written(row, further),
            folded=fold(reducing.searched(row, further)),
            at=at,
        )
        kept = CommittedList("reduced", made.public_id, listing.reduced(made.public_id), None)
        acts.enter(row.body, "minutes.published", _facts(made), [kept])
        _tell(acts, row, "minutes_published", f"published:{made.key}")
    return made


def _tell(acts: Acts, meeting: Meeting, code: str, occasion: str, reason: str = "") -> None:
    figures = {
        "meeting": meeting.key,
        "number": meeting.number,
        "sitting": str(meeting.sitting),
        "body": meeting.body.name,
        "reason": reason,
    }
    link = f"/meetings/{meeting.key}/minutes/"
    acts.notify(meeting.body, code, occasion, figures=figures, link=link)


def withdraw_problems(publication: Publication, reason: str) -> list[Problem]:
    """Why this publication may not be withdrawn."""
    problems = []
    if Withdrawal.objects.filter(publication=publication).exists():
        problems.append(Problem("withdrawn_already", _("This was withdrawn already.")))
    if not reason.strip():
        problems.append(Problem("reason_missing", _("Say why."), {}, "reason"))
    if len(reason) > LONGEST:
        message = _("At most %(most)s letters.") % {"most": LONGEST}
        problems.append(Problem("text_too_long", message, {"most": LONGEST}, "reason"))
    return problems


def withdraw(publication: Publication, *, reason: str, by: Actor, at: datetime) -> Withdrawal:
    """Withdraw a publication from now on; that it was stays in the book. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        meeting = rows.get(pk=publication.meeting_id)
        refuse_if(withdraw_problems(publication, reason))
        made = Withdrawal.objects.create(publication=publication, reason=reason.strip(), at=at)
        facts = {"meeting": meeting.key, "number": meeting.number, "reason": made.reason}
        facts["publication"] = publication.key
        acts.enter(meeting.body, "minutes.withdrawn", facts)
        _tell(acts, meeting, "minutes_withdrawn", f"withdrawn:{publication.key}", made.reason)
    return made


def names_now(publication: Publication, at: datetime) -> str:
    """How names are told now: as at publication, or as the charter says since, if it says less."""
    return stricter(publication.names, rules(publication.meeting.body, at).names)


def open_to_everyone(at: datetime) -> QuerySet[Publication]:
    """The publications that anybody may read at the instant, an account or none."""
    rows = Publication.objects.standing().filter(readers=Readers.EVERYONE)
    try:
        text = chartering.in_force(at).text
    except Charter.DoesNotExist:
        return rows.none()
    own: dict[int, list[tuple[str, str]]] = {}
    for row in BodyParameter.objects.filter(holding(at), section=SECTION).order_by("pk"):
        own.setdefault(row.body_id, []).append((row.name, json.dumps(row.value)))
    condition = _open(texts.section(text, SECTION)) & ~Q(meeting__body__in=list(own))
    for body, values in own.items():
        condition |= _open(texts.section(text, SECTION, tuple(values))) & Q(meeting__body=body)
    return rows.filter(condition).select_related("meeting__body")


def _open(found: PublicationRules) -> Q:
    """Of which bodies these rules open the minutes to everyone."""
    if found.readers != Readers.EVERYONE:
        return Q(pk__in=[])
    return Q() if found.circles else Q(meeting__body__circle=Circle.EVERYONE)


def held(body: Body) -> Iterator[Break]:
    """Publications and withdrawals are what the book says, then, and nothing else is."""
    rows = Publication.objects.filter(meeting__body=body).select_related("meeting")
    given = {row.key: (_facts(row), row.at) for row in rows}
    ended = Withdrawal.objects.filter(publication__meeting__body=body)
    taken = {
        row.publication.key: (row.reason, row.at) for row in ended.select_related("publication")
    }
    for entry, facts in told(body, "minutes.published", "minutes.withdrawn"):
        gives = entry.kind == "minutes.published"
        kept: dict[str, Any] = given if gives else taken
        said = (facts if gives else facts["reason"], entry.happened_at)
        if kept.pop(facts["publication"], None) != said:
            yield Break(body, entry.number, "publication_differs")
    if given or taken:
        yield Break(body, 0, "publication_without_entry")


def _facts(publication: Publication) -> dict[str, Any]:
    return {
        "publication": publication.key,
        "meeting": publication.meeting.key,
        "number": publication.meeting.number,
        "readers": str(publication.readers),
        "names": str(publication.names),
        "words": len(publication.words),
    }
