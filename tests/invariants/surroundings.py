"""What stands around the meetings of the ground: papers, petitions, confidential cases."""

from datetime import datetime, timedelta

from communes.domain import (
    filing,
    inviting,
    publishing,
    registering,
    submitting,
)
from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.domain.registering import Home
from communes.models import (
    Account,
    Body,
    BodyParameter,
    ConveningRequest,
    ConveningSigner,
    Delivery,
    Notice,
)
from mandates.domain import (
    concluding,
    petitioning,
    signing,
    verifying,
)
from mandates.models import Alternate, Mandate, OfficeCode, Petition, Said
from quotas.domain import pooling
from tests.factories import confiding, lots, world
from tests.factories.world import SYSTEM, Town
from tests.invariants.days import BASE, MET, TODAY


def surround(town: Town, account: Account) -> None:
    """All of it, for a settled commune."""
    _papers(town, account)
    _petitions(town)
    _alternate(town)
    _confides(town)
    _published(town)
    _lots(town)


def demand(women: Body, town: Town) -> ConveningRequest:
    """Women who want their assembly to meet."""
    made = ConveningRequest.objects.create(
        body=women,
        place="Yard",
        starts_at=TODAY + timedelta(days=9),
        reason="Clinic",
        opened_at=TODAY,
    )
    ConveningSigner.objects.create(request=made, person=town.women[2], signed_at=TODAY)
    return made


def _confides(town: Town) -> None:
    """A committee with a confidential item in a signed meeting, and one in an open meeting."""
    members = [town.women[4], town.men[4]]
    peace = confiding.seated(town, members, BASE + timedelta(days=22))
    signed = confiding.convened(peace, members, MET - timedelta(days=1))
    world.closed_and_signed(signed, members, MET - timedelta(hours=20))
    held = confiding.convened(peace, members, MET)
    _decision, task = confiding.filled(held, members, MET)
    confiding.carried(task, members[1], MET)


def _published(town: Town) -> None:
    """Minutes published, withdrawn and published anew; a paper that was issued."""
    meeting, at = town.founding, BASE + timedelta(days=1)
    first = publishing.publish(meeting, by=SYSTEM, at=at)
    publishing.withdraw(first, reason="A name.", by=SYSTEM, at=at)
    publishing.publish(meeting, by=SYSTEM, at=at)
    filing.issue(b"paper", kind="resolutions", body=town.body, language="en", at=at)


def _lots(town: Town) -> None:
    """A drawing with a place given up, and one whose list is not fixed yet."""
    days = [MET - timedelta(days=5), MET - timedelta(days=4)]
    kinds = [PlannedItem("Who writes", "sortition")]
    first, second = (world.assembly(town, kinds, at=at).items.get() for at in days)
    lots.drawn(town, first, days[0], town.women[5:8])
    seats = [world.seat(town.body, OfficeCode.SECRETARY)]
    row = pooling.plan(second, seats, pool="volunteers", by=SYSTEM, at=days[1])
    for person in town.women[5:7]:
        pooling.join(row, person, by=Actor(person), at=days[1])


def _petitions(town: Town) -> None:
    """One petition that runs, with a sheet that waits; one that ended with its mandate."""
    for name, value in (("after_days", 0), ("days", 80)):
        told = {"section": "recall", "name": name, "value": value}
        BodyParameter.objects.create(body=town.body, since=BASE, **told)
    for number, person in enumerate((*town.women[3:5], *town.men[3:5])):
        world.account(f"verifier{number}", person)
    secretary = Mandate.objects.filter(seat__body=town.body, seat__office=OfficeCode.SECRETARY)
    chair = Mandate.objects.filter(seat__body=town.body, seat__reserved_gender="man")
    over = _petition(town, secretary.exclude(end_reason="").get(), BASE + timedelta(days=1))
    concluding.conclude(over, at=TODAY)
    open_now = _petition(town, chair.get(end_reason=""), TODAY)
    told = {"signers": [town.women[6]], "lines": 1, "by": Actor(town.men[6])}
    verifying.hand_in(open_now, **told, at=TODAY)  # type: ignore[arg-type]


def _petition(town: Town, mandate: Mandate, at: datetime) -> Petition:
    """A petition that one elector has signed."""
    made = petitioning.open_petition(mandate, grounds="Fuel.", by=Actor(town.men[5]), at=at)
    signing.sign(made, by=Actor(town.women[5]), at=at)
    return made


def _alternate(town: Town) -> None:
    """A woman who would take the woman co-chair's seat."""
    seat = world.seat(town.body, OfficeCode.CO_CHAIR, "woman")
    chosen = Mandate.objects.get(seat=seat, end_reason="").resolution
    told = {"gender": "woman", "reserved_gender": "woman", "since": TODAY, "position": 1}
    Alternate.objects.create(seat=seat, person=town.women[-2], resolution=chosen, **told)


def _papers(town: Town, account: Account) -> None:
    """What hangs on accounts and bodies: submissions, invitations, notices, parameters; a move."""
    moved = Home(name="Another house")
    registering.move(town.men[3], commune=town.body, home=moved, by=SYSTEM, at=MET)
    submitting.once(account, "key-of-a-form", {"a": 1}, lambda: {"url": "/"}, at=TODAY)
    inviting.invite([town.women[3]], by=SYSTEM, at=TODAY)
    for audience in ({"account": account}, {"body": town.body}):
        told = Notice.objects.create(
            occasion="told", code="mandate_ended", written_at=TODAY, **audience
        )
    Delivery.objects.create(notice=told, account=account, channel="app", at=TODAY)
    BodyParameter.objects.create(
        body=town.body, section="communes", name="notice_days", value=5, since=TODAY
    )
    Said.objects.create(mandate=Mandate.objects.all()[0], code="warned_30", at=TODAY)
