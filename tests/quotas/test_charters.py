"""A new version of the charter: drafted, adopted by the only unit, in force from then on."""

from datetime import date, timedelta
from typing import Any

import pytest

from communes.domain import amending, chartering, mending
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Charter, CharterDraft
from communes.problems import Refused
from communes.rewriting import tables_of, values_of
from quotas.domain import auditing, judging
from quotas.parameters import TEMPLATES
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db

AT = NOW + timedelta(days=30)
ALL = Count(20, 0, 0)


@laid
def made() -> Town:
    return world.settled_town()


@laid
def item(made: Town) -> AgendaItem:
    return world.assembly(made, [PlannedItem("Charter", "charter")], at=AT).items.get()


def drafts(item: AgendaItem, version: int = 0, **values: Any) -> CharterDraft:
    return amending.draft(item, section="quotas", values=values, version=version, by=SYSTEM, at=AT)


def adopted(item: AgendaItem, count: Count = ALL) -> Any:
    return amending.adopt(item, count=count, text="", by=SYSTEM, at=AT)


def judged_on(made: Town, on: date) -> tuple[int, str]:
    """By which version, and how, the commune's composition was judged on a day."""
    at = AT + timedelta(days=2)
    audit = auditing.run(auditing.order(on, scope=made.body, account=None, by=SYSTEM, at=at), at=at)
    row = audit.findings.filter(body=made.body, rule="composition").first()
    return audit.charter.version, row.verdict if row else "pass"


def test_from_its_day_on_the_new_version_holds_and_a_past_day_keeps_its_own(
    made: Town, item: AgendaItem
) -> None:
    before = chartering.in_force(AT)
    drafts(item, template="women_only", share="3/4")
    resolution = adopted(item)
    after = chartering.in_force(AT)
    assert (after.version, after.resolution) == (before.version + 1, resolution)
    assert tables_of(after.text)["quotas"]["share"] == "3/4"
    today = judging.day_of(AT)
    assert judged_on(made, today - timedelta(days=1)) == (before.version, "pass")
    assert judged_on(made, today) == (after.version, "fail")


def test_a_draft_that_is_rejected_changes_nothing(item: AgendaItem) -> None:
    drafts(item, youth_share="1/5")
    adopted(item, Count(13, 7, 0))  # two thirds of twenty are fourteen
    assert Charter.objects.count() == 1


def test_a_slip_lets_the_earlier_text_hold_again_as_a_new_version(item: AgendaItem) -> None:
    first = chartering.in_force(AT)
    drafts(item, youth_share="1/5")
    resolution = adopted(item)
    later = AT + timedelta(minutes=5)
    amending.adopt(
        item,
        count=Count(9, 11, 0),
        text="",
        by=SYSTEM,
        at=later,
        slip=Slip(resolution, "The hands were read out the wrong way round."),
    )
    assert chartering.in_force(later).text == first.text
    assert [row.version for row in Charter.objects.order_by("version")] == [1, 2, 3]
    assert mending.strike_problems(resolution, "x", AT)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"share": "3/5"}, "share"), ({"rounding": "sideways"}, "rounding"), ({"x": 1}, "x")],
)
def test_values_that_no_charter_may_have_are_refused_at_their_field(
    item: AgendaItem, values: dict[str, Any], field: str
) -> None:
    problems = amending.draft_problems(item, "quotas", values, 0, AT)
    assert [problem.field for problem in problems] == [field]


def test_of_two_who_write_the_later_sees_what_the_other_did(item: AgendaItem) -> None:
    drafts(item, youth_share="1/5")
    with pytest.raises(Refused, match="draft_changed"):
        drafts(item, deputies=1)
    drafts(item, version=1, deputies=1)
    quotas = tables_of(CharterDraft.objects.get().text)["quotas"]
    assert (quotas["youth_share"], quotas["deputies"]) == ("1/5", 1)


def test_one_of_several_communes_cannot_change_the_charter_alone(item: AgendaItem) -> None:
    drafts(item, youth_share="1/5")
    world.town("Komîna Sêv", pairs=2)
    with pytest.raises(Refused, match="charter_needs_units"):
        adopted(item)


def test_without_a_change_there_is_nothing_to_decide(item: AgendaItem) -> None:
    with pytest.raises(Refused, match="charter_unchanged"):
        adopted(item)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_a_value_of_the_charter(item: AgendaItem, name: str) -> None:
    assert not amending.draft_problems(item, "quotas", TEMPLATES[name], 0, AT)


def test_of_two_drafts_in_one_meeting_the_later_keeps_what_the_earlier_brought(made: Town) -> None:
    items = [PlannedItem("Youth", "charter"), PlannedItem("Shares", "charter")]
    one, other = world.assembly(made, items, at=AT).items.order_by("position")
    drafts(one, youth_share="1/4")
    drafts(other, **TEMPLATES["2023"])
    for number, item in enumerate((one, other), start=1):
        at = AT + timedelta(minutes=number)
        amending.adopt(item, count=ALL, text="", by=SYSTEM, at=at)
    told = values_of(chartering.in_force(AT + timedelta(hours=1)).text, "quotas")
    assert told == told | TEMPLATES["2023"] | {"youth_share": "1/4"}
    assert "youth_share" not in {one.key for one in amending.drafted(other, at).changes}
