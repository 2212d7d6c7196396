"""The editor of a charter: words for codes, traps told at once, templates, levels."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from communes import charter
from communes.domain import amending
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, CharterDraft
from communes.problems import Refused
from communes.rewriting import rewritten, tables_of, values_of
from councils.domain import seating
from councils.models import Level
from quotas.arithmetic.components import shared_out
from quotas.domain import starting
from quotas.domain.establishing import BodyTerms
from quotas.parameters import LARGEST, parse, without_room
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, client_of, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.quotas.test_charter_pages import draft_of, rows, typed

pytestmark = pytest.mark.django_db
TEXT = charter.shipped("confederal-2014")
LEVELS = values_of(TEXT, "councils")["levels"]


@laid
def held() -> Gathering:
    return gathering(items=[PlannedItem("Charter", "charter")])


def page_of(held: Gathering, section: str) -> str:
    return str(held.recorder.get(draft_of(held.item(), section)).content.decode())


def saved() -> dict[str, dict[str, Any]]:
    return tables_of(CharterDraft.objects.get().text)


def levels(*told: dict[str, Any]) -> dict[str, Any]:
    return {**typed("councils"), **rows("levels", *told)}


def row(level: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": level["code"], **level["names"], **more}


@pytest.mark.parametrize("section", charter.sections())
def test_no_field_is_told_by_a_code(held: Gathering, section: str) -> None:
    page, _pre, rest = page_of(held, section).partition("<pre")
    for one in charter.asked(section):
        assert f">{one.key}<" not in page
        assert escape(str(charter.described(section, one.key).about)) in page
        for choice in [code for code in one.choices if "_" in code]:
            assert f"<span>{choice}</span>" not in page, choice
    assert "self_defence" not in page
    assert "The default comes from no source" in rest


def test_lists_are_typed_in_words_and_kept_as_codes(held: Gathering) -> None:
    words = "Health\nself-defence\n  Water \n\n"
    told = typed("communes", committees=words, rotation="x")
    assert post(held.recorder, draft_of(held.item(), "communes"), **told).status_code == 302
    assert saved()["communes"]["committees"] == ["health", "self_defence", "Water"]
    told = typed("mandates", version=1, incompatible=["co_chair+auditor"], rotation=["spoke"])
    assert post(held.recorder, draft_of(held.item(), "mandates"), **told).status_code == 302
    assert saved()["mandates"]["incompatible"] == ["co_chair+auditor"]
    page = page_of(held, "mandates")
    assert page.count("co-chair + auditor") + page.count("auditor + co-chair") >= 1
    told = typed("mandates", version=2, rotation=["president"])
    assert post(held.recorder, draft_of(held.item(), "mandates"), **told).status_code == 422


@pytest.mark.parametrize(
    ("section", "values", "field"),
    [
        ("communes", {"households_least": 500}, "households_most"),
        ("communes", {"commune_age": 20}, "election_age"),
        ("communes", {"youth_until": 15}, "youth_until"),
        ("communes", {"compulsory_committees": ["water"]}, "compulsory_committees"),
        ("quotas", {"nominated_share": "1", "nominated_levels": ["people"]}, "nominated_share"),
        ("quotas", {"nominated_levels": ["moon"]}, "nominated_levels"),
        (
            "quotas",
            {
                "component_seats": "proportional",
                "component_share": "0",
                "components": [{"code": "kurd", "names": {"en": "Kurd"}, "weight": 3}],
            },
            "component_seats",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field_at_once(
    held: Gathering, section: str, values: dict[str, Any], field: str
) -> None:
    problems = amending.draft_problems(held.item(), section, values, 0, timezone.now())
    assert [problem.field for problem in problems] == [field]
    assert field not in str(problems[0].message)


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("communes", "assembly_agenda", ["\x00"]),
        ("communes", "assembly_agenda", ["a" * 301]),
        ("communes", "committees", ["water", ""]),
        ("communes", "board_agenda", ["one\ntwo"]),
        ("communes", "committees", ["a"] * 101),
        ("mandates", "rotation", ["president"]),
        ("mandates", "appointed", ["president"]),
        ("quotas", "component_kinds", ["moon"]),
        ("quotas", "components", [{"code": "kurd", "names": {"en": "Kurd\x00"}}]),
        ("councils", "levels", [{"code": "a", "names": {"en": "A\x00"}}]),
    ],
)
def test_a_program_writes_no_words_that_the_page_would_not(
    held: Gathering, section: str, key: str, value: object
) -> None:
    told = {"section": section, "values": {key: value}, "version": 0}
    answer = Caller(client=held.recorder).post(f"items/{held.item().key}/charter/draft", told)
    assert answer.status == 409
    assert "charter_value" in answer.codes
    assert not CharterDraft.objects.exists()


@pytest.mark.parametrize("deep", [32, 400, 900, 40_000])
@pytest.mark.parametrize(("left", "right"), [("[", "]"), ('[{"en":', "}]")])
def test_what_goes_too_deep_is_no_body_of_a_request(
    held: Gathering, deep: int, left: str, right: str
) -> None:
    value = f"{left * deep}1{right * deep}"
    told = f'{{"section": "communes", "version": 0, "values": {{"committees": {value}}}}}'
    answer = Caller(client=held.recorder).post(
        f"items/{held.item().key}/charter/draft", told.encode()
    )
    assert answer.status == 400


def test_youth_seats_need_youth_who_may_stand(held: Gathering) -> None:
    at = timezone.now()
    item = held.item()
    amending.draft(
        item, section="quotas", values={"youth_share": "1/5"}, version=0, by=SYSTEM, at=at
    )
    with pytest.raises(Refused, match="charter_contradiction"):
        amending.draft(
            item, section="communes", values={"youth_until": 17}, version=1, by=SYSTEM, at=at
        )


def test_a_charter_in_force_that_contradicts_itself_is_read_and_can_be_mended() -> None:
    text = rewritten(TEXT, "communes", {"youth_until": 15})
    assert charter.contradictions(text)
    assert charter.rulebook(text).sections["communes"].youth_until == 15


@given(st.integers(1, 200), st.integers(1, 40))
def test_a_size_without_room_is_told_with_the_first_that_has_it(seats: int, size: int) -> None:
    table = {"component_seats": "fixed", "components": [{"code": "a", "seats": seats}]}
    rules = parse(table)[0]
    first = without_room(rules, size)
    assert (first is None) == bool(shared_out(rules.components, size))
    if first is not None:
        assert first == seats <= LARGEST


def test_the_page_says_at_the_field_that_a_usual_body_has_no_room(held: Gathering) -> None:
    told = typed(component_seats="fixed") | rows("components", {"en": "Kurd", "seats": 20})
    assert post(held.recorder, draft_of(held.item()), **told).status_code == 302
    page = page_of(held, "quotas")
    assert page.count("they begin with bodies of 20 seats") == 2


def test_a_template_asks_before_it_writes_over_own_changes(held: Gathering) -> None:
    item, at = held.item(), timezone.now()
    url = f"/items/{item.public_id}/charter/"
    assert post(held.recorder, f"{url}start/", start="2023", version=0).status_code == 302
    assert post(held.recorder, f"{url}take-back/", version=1).status_code == 302
    assert not amending.drafted(item, at).changes
    post(held.recorder, draft_of(item), **typed(share="45 %", deputies=1, version=2))
    assert [one.after for one in starting.lost(item, "2023", at)] == ["50 %"]
    asked = post(held.recorder, f"{url}start/", start="2023", version=3)
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "would write over your changes" in page
    assert "Write over them" in page
    assert saved()["quotas"]["share"] == "9/20"
    done = post(held.recorder, f"{url}start/", start="2023", version=3, over="yes")
    assert done.status_code == 302
    assert (saved()["quotas"]["share"], saved()["quotas"]["deputies"]) == ("1/2", 1)
    assert post(held.recorder, f"{url}take-back/", version=3).status_code == 422
    assert post(held.member, f"{url}take-back/", version=4).status_code == 403
    assert post(held.recorder, f"{url}take-back/", version=4).status_code == 302
    assert saved()["quotas"]["share"] == "9/20"


def test_levels_are_added_renamed_and_put_in_another_order(held: Gathering) -> None:
    url = draft_of(held.item(), "councils")
    first, *between, last = [row(one, at=at) for at, one in enumerate(LEVELS, 1)]
    between[0] |= {"at": 3, "en": "quarter"}
    between[1] |= {"at": 2}
    told = levels(first, *between, {"en": "Union of regions", "at": 6}, last | {"at": 7})
    assert post(held.recorder, url, **told).status_code == 302
    now = saved()["councils"]["levels"]
    assert [one["code"] for one in now] == [
        "commune", "district", "neighbourhood", "region", "union_of_regions", "people",
    ]  # fmt: skip
    assert now[2]["names"]["en"] == "quarter"
    assert now[0]["names"] == LEVELS[0]["names"]
    page = page_of(held, "councils")
    assert "Union of regions" in page
    assert "Union of regions" in page.partition('id="changes"')[2].partition("<pre")[0]


@pytest.mark.parametrize(
    "told",
    [
        [],
        [{"en": "first"}],
        [row(one) for one in LEVELS[1:]],
        [row(LEVELS[0]), {"code": "x"}, row(LEVELS[0])],
        [row(LEVELS[0]), {"en": "x" * 81}],
    ],
)
def test_what_are_no_levels_is_refused_at_the_field(
    held: Gathering, told: list[dict[str, Any]]
) -> None:
    answer = post(held.recorder, draft_of(held.item(), "councils"), **levels(*told))
    assert answer.status_code == 422
    assert "levels" in answer.context["form"].errors
    assert not CharterDraft.objects.exists()


def test_a_level_that_bodies_hold_stays_with_the_reason(held: Gathering) -> None:
    at = timezone.now()
    terms = BodyTerms("Meclîs", world.ZONE, "en")
    council = seating.establish_council("district", terms, by=SYSTEM, at=at - timedelta(minutes=9))
    seating.seat_unit(held.body, council, by=SYSTEM, at=at - timedelta(minutes=9))
    kept = [row(one) for one in LEVELS if one["code"] != "district"]
    answer = post(held.recorder, draft_of(held.item(), "councils"), **levels(*kept))
    assert answer.status_code == 422
    told = "1 body is of the level “district”: it cannot be taken away."
    assert told in str(answer.context["form"].errors["levels"])
    problems = amending.draft_problems(held.item(), "councils", {"levels": LEVELS[:1]}, 0, at)
    assert [one.code for one in problems] == ["charter_level_held"]


def test_adopted_levels_are_those_of_the_api_at_once() -> None:
    now = timezone.now()
    made = world.settled_town(at=now - timedelta(days=60))
    at = now - timedelta(minutes=30)
    item: AgendaItem = world.assembly(made, [PlannedItem("Charter", "charter")], at=at).items.get()
    values = {"levels": [LEVELS[0], {"code": "people", "names": {"en": "people"}}]}
    amending.draft(item, section="councils", values=values, version=0, by=SYSTEM, at=at)
    amending.adopt(item, count=Count(20, 0, 0), text="", by=SYSTEM, at=at)
    told = client_of("member", made.men[3]).get("/api/v1/levels").json()["results"]
    assert [one["code"] for one in told] == ["commune", "people"]
    assert Level.objects.filter(until__isnull=True).count() == 2


def test_the_api_starts_and_takes_back_with_the_same_refusals(held: Gathering) -> None:
    url = f"/api/v1/items/{held.item().public_id}/charter"

    def send(path: str, **told: Any) -> Any:
        return held.recorder.post(url + path, told, content_type="application/json")

    assert send("/draft/take-back", version=0).json()["problems"][0]["code"] == "draft_unchanged"
    send("/draft", section="quotas", version=0, values={"share": "9/20"})
    refused = send("/template", template="2023", version=1)
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (
        409,
        "draft_written_over",
    )
    assert send("/template", template="2023", version=1, over=True).json()["version"] == 2
    assert send("/draft/take-back", version=1).status_code == 409
    told = send("/draft/take-back", version=2).json()
    assert told["sections"]["quotas"]["share"] == "9/20"
    assert send("/template", template="1789", version=3).status_code == 400
