"""A confederation in which every list of the API has at least three rows."""

from datetime import timedelta

from communes.domain import (
    calendars,
    consensus,
    debating,
    mending,
    moving,
    planning,
    proposing,
    speaking,
    tasking,
    voting,
)
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Meeting
from councils.domain import seating
from councils.models import Joining
from mandates.domain import verifying
from mandates.models import OfficeCode, Petition
from quotas.domain import auditing, judging, nominating, piling
from quotas.domain.establishing import BodyTerms
from quotas.models import Election, Finding, Primary
from tests.factories import confiding, world
from tests.factories.confederation import Confederation, confederation, grow
from tests.factories.world import SYSTEM

ENOUGH = 3


def plenty() -> Confederation:
    """The confederation of the pages' tests, and what only the API lists."""
    made = confederation()
    for _time in range(ENOUGH - 1):
        grow(made)
    _councils(made)
    _auditor(made)
    _audits(made)
    meeting = made.open_meeting
    assert meeting is not None
    _business(made, meeting)
    _votes(made, meeting)
    _further_kinds(made, meeting)
    _speeches(made, meeting)
    _tasks(made, meeting)
    _blocks(made, meeting)
    _ranks(made, meeting)
    _session(made)
    _confides(made)
    _sheets(made)
    return made


def _sheets(made: Confederation) -> None:
    """Further sheets of one petition."""
    petition = Petition.objects.order_by("-pk")[0]
    by = Actor(made.home.men[8])
    for person in made.home.men[9:11]:
        verifying.hand_in(petition, signers=[person], lines=1, by=by, at=made.now)


def _councils(made: Confederation) -> None:
    """Further councils, and towns that wait for the first one's answer."""
    for number in range(ENOUGH):
        terms = BodyTerms(f"Meclîs {number}", world.ZONE, "en")
        seating.establish_council("neighbourhood", terms, by=SYSTEM, at=made.now)
        unit = world.town(f"Komîna Nû {number}", pairs=1, at=made.now).body
        Joining.objects.create(unit=unit, host=made.council, asked_at=made.now)


def _auditor(made: Confederation) -> None:
    """One person with three mandates."""
    for number in range(ENOUGH - 1):
        at = made.now - timedelta(days=38 - number)
        world.auditor(made.home, made.home.women[5], at)


def _audits(made: Confederation) -> None:
    """Three days of one branch: on the middle one more fails, and more levels are known."""
    days = [judging.day_of(made.now - timedelta(days=number)) for number in (6, 5, 4)]
    by, scope, at = made.accounts["admin"], made.home.body, made.now
    audits = [auditing.order(day, scope=scope, account=by, by=SYSTEM, at=at) for day in days]
    _before, middle, _after = [auditing.run(audit, at=at) for audit in audits]
    level = middle.levels.filter(rule=judging.COMPOSITION)[0]
    for body in list(judging.bodies_of(middle.scope, made.now).values())[:ENOUGH]:
        failing = {"rule": "nominated", "verdict": "fail", "figures": level.figures}
        Finding.objects.create(audit=middle, body=body, **failing)
    for number in range(ENOUGH - 1):
        level.pk, level.level = None, f"level {number}"
        level.save(force_insert=True)


def _business(made: Confederation, meeting: Meeting) -> None:
    """Points that wait, and an item decided, mended and mended again."""
    for number in range(ENOUGH):
        planning.await_agenda(
            made.home.body, kind="decision", occasion=f"plenty:{number}", title="x", at=made.now
        )
        proposing.propose(
            made.home.body,
            person=made.home.men[3],
            title=f"Shade {number}",
            text="",
            kind="decision",
            by=Actor(made.home.men[3]),
            at=made.now,
        )
    resident = made.accounts["resident"]
    for body in (None, made.home.body, made.council):
        calendars.make(resident, body, by=Actor(account=resident), at=made.now)
    item = meeting.items.get(title="Water pump")
    decided = world.decide(item, Count(20), made.now)
    for number in range(ENOUGH - 1):
        decided = mending.mend(
            decided, count=Count(19 - number), text="", reason="Slip.", by=SYSTEM, at=made.now
        )


def _votes(made: Confederation, meeting: Meeting) -> None:
    """A vote by name that is still open."""
    item = meeting.items.get(kind="discussion")
    ballot = voting.open_vote(item, by=SYSTEM, at=made.now)
    for person in made.home.women[:ENOUGH]:
        voting.cast(ballot, person=person, choice="for", by=SYSTEM, at=made.now)


def _blocks(made: Confederation, meeting: Meeting) -> None:
    """An item on which consensus was blocked again and again, and one that is put off."""
    item = meeting.items.get(kind="instruction")
    for _time in range(ENOUGH):
        consensus.record_block(item, blocks=1, reasons=["Fuel."], by=SYSTEM, at=made.now)
    consensus.adjourn(item, to_next=False, by=SYSTEM, at=made.now)


def _tasks(made: Confederation, meeting: Meeting) -> None:
    """Tasks that fall due on three days."""
    item = meeting.items.get(kind="discussion")
    for number, person in enumerate(made.home.women[:ENOUGH]):
        due = made.now.date() + timedelta(days=number + 1)
        tasking.give(item, text="Lamps", person=person, due=due, by=SYSTEM, at=made.now)


def _speeches(made: Confederation, meeting: Meeting) -> None:
    """A speaking list: the floor given once, the rest waiting."""
    item = meeting.items.get(kind="discussion")
    here = meeting.attendances.filter(person__isnull=False).order_by("pk")
    waits = [speaking.ask(item, stay, by=SYSTEM, at=made.now) for stay in here[:ENOUGH]]
    first = debating.debate(item, made.now).places[0].speech
    assert first in waits
    speaking.give_floor(first, by=SYSTEM, at=made.now)


KINDS = ("committee", "auditor", "motion", "charter")


def _further_kinds(made: Confederation, meeting: Meeting) -> None:
    """Items of the kinds that the open meeting lacks, and a motion before its body."""
    moving.raise_motion(made.home.body, title="Lamps", text="Six.", by=SYSTEM, at=made.now)
    items = [PlannedItem("A word", kind) for kind in KINDS]
    planning.put_on_agenda(meeting, items, by=SYSTEM, at=made.now)


def _ranks(made: Confederation, meeting: Meeting) -> None:
    """Elections by ranked papers, of which three lines are typed in each."""
    items = [PlannedItem(f"By rank {number}", "election") for number in range(2)]
    planning.put_on_agenda(meeting, items, by=SYSTEM, at=made.now)
    seat = world.seat(made.home.body, OfficeCode.SECRETARY)
    for item in meeting.items.filter(title__startswith="By rank"):
        election = nominating.plan(item, [seat], method="ranked", by=SYSTEM, at=made.now)
        for person in made.home.women[9:]:
            nominating.stand(election, person, by=SYSTEM, at=made.now)
        for row in piling.on_ballot(election):
            piling.add(election, ranking=[row], papers=1, by=SYSTEM, at=made.now)
    _primary(election, made)


def _primary(election: Election, made: Confederation) -> None:
    """What the women counted before all vote: everyone who stands is named."""
    names = [one.key for one in election.candidacies.all()]
    counted = {"votes": dict.fromkeys(names, 1), "named": names, "abstain": 0, "method": "hands"}
    room = {"electorate": 30, "present": 12, "happened_at": made.now, "recorded_at": made.now}
    Primary.objects.create(election=election, **counted, **room)


def _session(made: Confederation) -> None:
    """A session of the council, going on."""
    at, council = made.now - timedelta(minutes=30), made.council
    items = [PlannedItem("Acceptance", "acceptance"), PlannedItem("Tea", "discussion")]
    session = convene(council, Invitation("Hall", at, items), by=SYSTEM, at=at - timedelta(days=9))
    chairs = [made.home.women[0], made.home.men[0]]
    world.opened(session, chairs, chairs[0], chairs, at)


def _confides(made: Confederation) -> None:
    """A committee with a confidential item under which much was written."""
    members = [made.home.women[3], made.home.men[3]]
    body = confiding.seated(made.home, members, made.now - timedelta(days=12))
    confiding.held(body, members, made.now - timedelta(days=5))


def _confidences(made: Confederation) -> None:
    """A committee of peace whose roll reads what was said and decided on a confidential item."""
    members = [made.home.women[3], made.home.men[3]]
    body = confiding.seated(made.home, members, made.now - timedelta(days=27))
    confiding.held(body, members, made.now - timedelta(days=9))
    if not any(one.person == members[0] for one in made.accounts.values()):
        made.accounts["peace"] = world.account("peace", members[0])
