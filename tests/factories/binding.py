"""A session at which a delegate voted against the instruction, and what follows from it."""

from datetime import datetime, timedelta

from communes.domain import closing, moving, tallying, voting
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Body, MotionVersion, OpenPoint
from mandates.domain import hearing, instructing, reporting
from mandates.domain.instructing import Bond
from mandates.models import Mandate
from tests.factories import world
from tests.factories.world import SYSTEM, Town


def voted(home: Town, council: Body, now: datetime, number: int) -> None:
    """One more session: one delegate obeyed, the other did not; the report is filed."""
    told = now - timedelta(days=40)
    version = moving.raise_motion(
        council, title=f"Shared oven {number}", text="Build an oven.", by=SYSTEM, at=told
    )
    instructed(home, version, now - timedelta(days=36, hours=number))
    held = now - timedelta(days=14, hours=number)
    item = PlannedItem(version.motion.title, "motion", motion_version=version)
    invitation = Invitation("Hall", held, [item])
    session = convene(council, invitation, by=SYSTEM, at=held - timedelta(days=23))
    chairs = [home.women[0], home.men[0]]
    sitting = Mandate.objects.in_force(held).filter(seat__body=council, seat__office="delegate")
    present = [one.person for one in sitting.select_related("person").order_by("pk")]
    world.opened(session, chairs, chairs[0], present, held)
    ballot = voting.open_vote(session.items.get(), by=SYSTEM, at=held)
    for person, choice in zip(chairs, ("against", "for"), strict=True):
        voting.cast(ballot, person=person, choice=choice, by=SYSTEM, at=held)
    tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=held)
    closing.close(session, by=SYSTEM, at=held)
    hearing.sweep(held)
    report = reporting.begin(home.body, session, by=SYSTEM, at=held)
    reporting.submit(report, "We spoke for it.", seen=0, files=True, by=SYSTEM, at=held)


def instructed(home: Town, version: MotionVersion, at: datetime) -> None:
    """The home's assembly says yes."""
    meeting = world.assembly(home, [PlannedItem("Oven", "instruction")], at=at)
    item = meeting.items.get()
    instructing.plan(item, version, by=SYSTEM, at=at)
    bond = Bond("for")
    instructing.instruct(item, bond=bond, count=Count(20), text="", by=SYSTEM, at=at)


def waiting(body: Body) -> list[PlannedItem]:
    """What waits for the body's agenda because of that: a hearing and a report."""
    rows = OpenPoint.objects.filter(
        body=body, kind__in=["hearing", "report_back"], item__isnull=True
    )
    return [PlannedItem(one.title, one.kind, point=one) for one in rows.order_by("pk")]
