"""Bodies join a council by their own resolution and the host's acceptance."""

from datetime import timedelta

import pytest

from communes.domain import demanding, federating
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem, waiting
from communes.models import Body, Relation
from communes.problems import Refused
from councils.domain import joining
from councils.domain.joining import Wish
from mandates.models import Mandate, OfficeCode
from tests.factories import world
from tests.factories.world import NOW, SYSTEM

pytestmark = pytest.mark.django_db

AT = NOW + timedelta(days=20)


def join(made: world.Town, wish: Wish) -> None:
    """Let the town's assembly decide to join."""
    meeting = world.assembly(made, [PlannedItem("Council", "joining")], at=AT)
    item = meeting.items.get()
    joining.join(item, wish=wish, count=Count(18, 1, 1), text="", by=SYSTEM, at=AT)


def units(host: Body) -> list[str]:
    """The units of a council, by name."""
    rows = federating.dependants(host, Relation.FEDERATES_INTO, AT + timedelta(days=60))
    return sorted(rows.values_list("name", flat=True))


def test_the_first_unit_founds_and_the_second_is_accepted() -> None:
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    join(first, Wish(level="neighbourhood", name="Taxa Bakur"))
    host = Body.objects.get(kind="council")
    assert units(host) == ["Zeytûn"]
    join(second, Wish(host=host))
    assert units(host) == ["Zeytûn"]
    later = AT + timedelta(days=10)
    points = waiting(host)
    assert [point.kind for point in points] == ["acceptance"]
    invitation = Invitation(
        "Hall", later, [PlannedItem(points[0].title, "acceptance", point=points[0])]
    )
    session = convene(host, invitation, by=SYSTEM, at=AT)
    delegates = [first.women[0], first.men[0]]
    world.opened(session, delegates, first.women[1], delegates, later)
    joining.accept(session.items.get(), count=Count(2), text="", by=SYSTEM, at=later)
    assert units(host) == ["Rimman", "Zeytûn"]
    seated = Mandate.objects.in_force(later).filter(
        seat__body=host, seat__office=OfficeCode.DELEGATE
    )
    assert seated.count() == 4


def test_a_body_belongs_to_one_council_at_a_time() -> None:
    made = world.settled_town("Zeytûn")
    join(made, Wish(level="neighbourhood", name="Taxa Bakur"))
    with pytest.raises(Refused, match="host_already"):
        joining.join(
            made.founding.items.get(position=1),
            wish=Wish(level="neighbourhood", name="Another"),
            count=Count(1),
            text="",
            by=SYSTEM,
            at=AT,
        )


def test_a_council_stands_above_its_units() -> None:
    made = world.settled_town("Zeytûn")
    with pytest.raises(Refused, match="level_too_low"):
        join(made, Wish(level="commune", name="Too low"))


def test_an_item_written_by_hand_is_about_who_has_waited_longest() -> None:
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    join(first, Wish(level="neighbourhood", name="Taxa Bakur"))
    host = Body.objects.get(kind="council")
    join(second, Wish(host=host))
    later = AT + timedelta(days=10)
    invitation = Invitation("Hall", later, [PlannedItem("Rimman", "acceptance")])
    session = convene(host, invitation, by=SYSTEM, at=AT)
    waits = joining.of_item(session.items.get())
    assert waits is not None
    assert waits.unit == second.body


def test_a_demand_takes_up_what_waits_for_the_agenda() -> None:
    """A council without co-chairs is convened by its delegates, and accepts who asked to join."""
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    join(first, Wish(level="neighbourhood", name="Taxa Bakur"))
    host = Body.objects.get(kind="council")
    join(second, Wish(host=host))
    point = waiting(host)[0]
    items = [PlannedItem(point.title, "acceptance", point=point)]
    request = demanding.demand(
        host,
        Invitation("Hall", AT + timedelta(days=10), items),
        reason="Nobody chairs us yet.",
        signers=[first.women[0], first.men[0]],
        by=SYSTEM,
        at=AT,
    )
    assert request.meeting is not None
    assert request.meeting.items.get().point == point
    assert not waiting(host)
