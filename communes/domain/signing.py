"""Signing the minutes: by those who chaired; the last signature makes them immutable."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.arithmetic.chains import canonical, commitment
from communes.domain import approving, closing, confiding, listing
from communes.domain.acting import Actor, Acts, CommittedList, acting
from communes.domain.keeping import list_day
from communes.models import Meeting, MeetingRole, Minutes, Person, Role, Signing, Stage
from communes.problems import Problem, refuse_if
from communes.randomness import new_salt

WITNESSES = 2


@dataclass(frozen=True)
class Expected:
    """One signature that the minutes need, and what has come of it for the present text."""

    person: Person
    signing: Signing | None

    @property
    def done(self) -> bool:
        """Whether this person has signed or refused the present text."""
        return self.signing is not None


def text_digest(meeting: Meeting) -> str:
    """What a signature names: of signed minutes the text that was signed, else as it stands.

    Once lists are erased, the rows no longer give what was counted from them.
    """
    kept = Minutes.objects.filter(meeting=meeting).first()
    return closing.digest_of(json.loads(kept.content)) if kept else closing.digest(meeting)


def expected(meeting: Meeting, text: str = "") -> list[Expected]:
    """Who has to sign: all who chaired the meeting or one of its items, and how each stands.

    `text` is the digest of the minutes as they stand, for callers that know it already.
    """
    return _answered(meeting, _signings(meeting, text))


def _answered(meeting: Meeting, signings: Sequence[Signing]) -> list[Expected]:
    given = {row.person_id: row for row in signings}
    rows = MeetingRole.objects.filter(meeting=meeting, role=Role.CHAIR).select_related("person")
    people = {row.person_id: row.person for row in rows.order_by("since", "pk")}
    return [Expected(person, given.get(pk)) for pk, person in people.items()]


def witnesses(meeting: Meeting, text: str = "") -> list[Signing]:
    """Witnesses who signed the present text: where a chair refused, or signed on paper."""
    return [row for row in _signings(meeting, text) if row.verdict == Signing.Verdict.WITNESS]


def witnesses_needed(meeting: Meeting, text: str = "") -> int:
    """How many witnesses are still asked for: two for each refusal or signature on paper."""
    return _lacking(_signings(meeting, text))


def _lacking(signings: Sequence[Signing]) -> int:
    given = [row.verdict for row in signings]
    refused, stood_in = (given.count(one) for one in ("refused", "witness"))
    on_paper = sum(1 for row in signings if row.on_paper)
    return max(0, WITNESSES * (refused + on_paper) - stood_in)


def sign_problems(
    meeting: Meeting, person: Person, verdict: str, reason: str, text: str = ""
) -> list[Problem]:
    """Why this person may not sign or refuse the minutes now."""
    problems = []
    if meeting.stage == Stage.SIGNED:
        problems.append(Problem("minutes_signed", _("These minutes are already signed.")))
    elif meeting.stage != Stage.CLOSED:
        message = _("Minutes are signed once the meeting is closed.")
        problems.append(Problem("meeting_not_closed", message))
    given = _signings(meeting, text)
    chairs = {one.person.pk for one in _answered(meeting, given)}
    witness = verdict == Signing.Verdict.WITNESS
    if witness and (person.pk in chairs or not _lacking(given)):
        message = _("A witness answers for a refusal or for paper, and is not a chair.")
        problems.append(Problem("not_a_witness", message))
    if not witness and person.pk not in chairs:
        message = _("Only those who chaired sign the minutes.")
        problems.append(Problem("not_a_chair", message))
    if any(row.person_id == person.pk for row in given):
        problems.append(Problem("signed_already", _("You have already answered for this text.")))
    if verdict == Signing.Verdict.REFUSED and not reason.strip():
        message = _("A refusal is recorded with its reason.")
        problems.append(Problem("reason_missing", message, {}, "reason"))
    return problems


def sign(
    meeting: Meeting,
    *,
    person: Person,
    by: Actor,
    at: datetime,
    verdict: str = Signing.Verdict.SIGNED,
    reason: str = "",
    seen: str = "",
    on_paper: bool = False,
) -> Signing:
    """Sign the minutes or refuse to; the last signature needed makes them immutable.

    `seen` is the digest of the text that the signatory was shown; another text raises
    `Refused`, so that nobody signs what they have not read. A signature `on_paper` is entered by
    another hand: it holds once two witnesses, each for themselves, have signed as well.
    """
    with acting(by=by, at=at) as acts:
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        row = rows.get(pk=meeting.pk)
        record = closing.content(row)
        present = closing.digest_of(record)
        problems = sign_problems(row, person, verdict, reason, present)
        refuse_if(problems + _seen_problems(seen, present))
        told: dict[str, Any] = {"verdict": verdict, "reason": reason.strip(), "digest": present}
        told["on_paper"] = on_paper and verdict == Signing.Verdict.SIGNED
        signing = Signing.objects.create(meeting=row, person=person, at=at, **told)
        if complete(row, present):
            _seal(acts, row, record, at)
            meeting.signed_at = at
    return signing


def _seen_problems(seen: str, present: str) -> list[Problem]:
    if not seen or seen == present:
        return []
    message = _("The minutes changed since you opened them. Read them again, then sign.")
    return [Problem("minutes_moved_on", message)]


def complete(meeting: Meeting, text: str = "") -> bool:
    """Whether every chair has answered for the present text, refusals made good by witnesses."""
    given = _signings(meeting, text)
    needed = _answered(meeting, given)
    return bool(needed) and all(one.done for one in needed) and not _lacking(given)


def _signings(meeting: Meeting, text: str = "") -> Sequence[Signing]:
    """Signatures that hold: those given under the text as it stands now."""
    rows = Signing.objects.filter(meeting=meeting, digest=text or text_digest(meeting))
    return list(rows.select_related("person").order_by("pk"))


def _seal(acts: Acts, meeting: Meeting, record: dict[str, Any], at: datetime) -> None:
    """Lay the minutes beside the book under a salted hash; the book names hash and counts."""
    given = _signings(meeting, closing.digest_of(record))
    salt = new_salt()
    digest = commitment(bytes.fromhex(salt), [record])
    content = canonical(record).decode()
    kept = Minutes(meeting=meeting, content=content, salt=salt, digest=digest, signed_at=at)
    kept.save(force_insert=True)
    facts = {
        "meeting": meeting.key,
        "number": meeting.number,
        "minutes": digest,
        "signed": sorted(row.person.key for row in given if row.verdict == "signed"),
        "refused": sum(1 for row in given if row.verdict == "refused"),
        "on_paper": sum(1 for row in given if row.on_paper),
    }
    acts.enter(meeting.body, "minutes.signed", facts, _lists(meeting, at))
    Meeting.objects.filter(pk=meeting.pk).update(signed_at=at)
    approving.await_approval(meeting, at)


def _lists(meeting: Meeting, at: datetime) -> list[CommittedList]:
    """The lists that the signed minutes vouch for; that of speeches where any were asked for."""
    here = listing.attendance(meeting.public_id)
    erase_on = list_day(meeting.attendances.all(), meeting.body, at)
    signed = listing.signings(meeting.public_id)
    spoke = listing.speaking(meeting.public_id)
    lists = [
        CommittedList("attendance", meeting.public_id, here, erase_on),
        CommittedList("signings", meeting.public_id, signed, None),
    ]
    if spoke:
        until = list_day(meeting.speeches.all(), meeting.body, at)
        lists.append(CommittedList("speaking", meeting.public_id, spoke, until))
    return lists + confiding.vouch_for(meeting)
