"""The room: who comes and goes, the meter in words, fragments that equal the page."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.domain import attending, planning
from communes.domain.planning import PlannedItem
from communes.folding import fold
from communes.models import Attendance, Household, Person, Residence
from tests.counting import queries
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering(present=12)


def url(name: str, held: Gathering) -> str:
    return reverse(name, args=[held.meeting.public_id])


def part(response: Any, name: str) -> str:
    """One part of the page by its id, without the keys that each rendering mints anew."""
    html = re.sub(r'name="(submission|csrfmiddlewaretoken)" value="[^"]*"', "", text(response))
    start = html.index(f'id="{name}"')
    return html[start : html.index("</section>", start)]


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_room_is_for_those_who_run_the_meeting(held: Gathering) -> None:
    item = reverse("item", args=[held.item().public_id])
    assert held.recorder.get(url("room", held))["Location"] == item
    assert "recorder-room" in text(held.recorder.get(item))
    assert "recorder-room" in text(held.chairs[0].get(item))
    for client in (held.member, held.stranger):
        assert client.get(url("room", held)).status_code == 403
        page = client.get(item)
        assert page.status_code == 200
        assert "recorder-room" not in text(page)
        assert "Woman 3" not in text(page)
    assert held.guest.get(item).status_code == 403


def test_a_person_is_found_and_checked_in_once(held: Gathering) -> None:
    newcomer = held.town.men[8]
    found = post(held.recorder, url("room_find", held), q="man 8", item=held.item().key)
    assert found.status_code == 200
    assert newcomer.name in part(found, "found-list")
    told = {"person": newcomer.key, "item": held.item().key, "submission": "checked-in-once"}
    for _time in range(2):
        answer = held.recorder.post(url("check_in", held), told)
        assert answer["Location"] == reverse("item", args=[held.item().public_id]) + "#room"
    assert Attendance.objects.filter(meeting=held.meeting, person=newcomer).count() == 1
    again = post(held.recorder, url("check_in", held), person=newcomer.key)
    assert again.status_code == 422
    assert "is already in the room" in text(again)


def test_two_presses_of_one_list_are_two_acts(held: Gathering) -> None:
    rows = list(Attendance.objects.filter(meeting=held.meeting).order_by("pk")[:2])
    for row in (*rows, rows[0]):
        told = {"submission": "one-list-one-key", "left": row.key}
        assert held.recorder.post(url("check_out", held), told).status_code == 302
    assert attending.room(held.meeting, timezone.now()).members == 10


def test_a_slip_is_struck_out_and_somebody_leaves(held: Gathering) -> None:
    one, two = Attendance.objects.filter(meeting=held.meeting).order_by("pk")[:2]
    assert post(held.recorder, url("check_out", held), slip=one.key).status_code == 302
    assert post(held.recorder, url("check_out", held), left=two.key).status_code == 302
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.struck_at
    assert two.left_at
    assert post(held.recorder, url("check_out", held), left=two.key).status_code == 422


def test_a_guest_comes_in_without_a_vote(held: Gathering) -> None:
    told = {"name": "Marta <b>of</b> the mill", "item": held.item().key}
    assert post(held.recorder, url("check_in_guest", held), **told).status_code == 302
    page = held.recorder.get(reverse("item", args=[held.item().public_id]))
    assert "Marta &lt;b&gt;of&lt;/b&gt; the mill" in text(page)
    assert "and 1 without a vote" in text(page)
    assert post(held.recorder, url("check_in_guest", held), name=" ").status_code == 422


@pytest.mark.parametrize("name", ["room_find", "check_in", "check_out", "check_in_guest"])
def test_others_let_nobody_in(held: Gathering, name: str) -> None:
    before = Attendance.objects.count()
    told = {"person": held.town.men[8].key, "name": "X", "q": "man"}
    assert post(held.member, url(name, held), **told).status_code == 403
    assert post(held.stranger, url(name, held), **told).status_code == 403
    assert Attendance.objects.count() == before


@pytest.mark.parametrize("person", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_unknown_people_are_not_found(held: Gathering, person: str) -> None:
    assert post(held.recorder, url("check_in", held), person=person).status_code == 404
    assert post(held.recorder, url("check_out", held), left=person).status_code == 404


@pytest.mark.parametrize("letters", ["", "%", "x" * 300, "'\"", "\x00", "…"])
def test_strange_letters_find_nobody_and_break_nothing(held: Gathering, letters: str) -> None:
    page = post(held.recorder, url("room_find", held), q=letters, item="")
    assert page.status_code == 200


def test_the_meter_says_what_is_missing() -> None:
    few = gathering_of_men()
    page = few.recorder.get(reverse("item", args=[few.item().public_id]))
    assert "The quorum is not met" in part(page, "meter")
    assert "Too few women are present to decide" in part(page, "meter")
    assert "disabled" in part(page, "can-decide")


def gathering_of_men() -> Gathering:
    """A room with six men in it."""
    few = gathering(present=2)
    row = Attendance.objects.get(meeting=few.meeting, person=few.town.women[0])
    attending.check_out(row, by=SYSTEM, at=timezone.now())
    attending.check_in(few.meeting, few.town.men[1:6], by=SYSTEM, at=timezone.now())
    return few


def test_nothing_comes_back_while_nothing_changed(held: Gathering) -> None:
    page = held.recorder.get(reverse("item", args=[held.item().public_id]))
    seen = re.search(r"seen=(\w+)", text(page))
    assert seen
    live = f"{url('room_live', held)}?seen={seen[1]}&item={held.item().key}"
    assert held.recorder.get(live).status_code == 204
    attending.check_in(held.meeting, [held.town.men[8]], by=SYSTEM, at=timezone.now())
    fresh = held.recorder.get(live)
    assert fresh.status_code == 200
    reload = held.recorder.get(reverse("item", args=[held.item().public_id]))
    for name in ("meter", "agenda", "people"):
        assert part(fresh, name) == part(reload, name)
    assert held.recorder.get(url("room_live", held) + "?item=x").status_code == 404
    assert held.member.get(live).status_code == 403


def test_the_fragments_of_a_check_in_are_the_page(held: Gathering) -> None:
    told = {"person": held.town.men[8].key, "item": held.item().key, "q": "man 8"}
    fragment = post(held.recorder, url("check_in", held), htmx="found", **told)
    assert fragment.status_code == 200
    assert "here" in part(fragment, "found-list")
    reload = held.recorder.get(reverse("item", args=[held.item().public_id]))
    searched = post(held.recorder, url("room_find", held), q="man 8", item=held.item().key)
    for name in ("meter", "people", "agenda"):
        assert part(fragment, name) == part(reload, name)
    assert part(fragment, "found-list") == part(searched, "found-list")


def test_the_fragment_of_a_search_is_the_list_of_the_page(held: Gathering) -> None:
    told = {"q": "man 8", "item": held.item().key}
    fragment = text(post(held.recorder, url("room_find", held), htmx="found", **told))
    whole = text(post(held.recorder, url("room_find", held), **told))
    keys = re.compile(r'name="(submission|csrfmiddlewaretoken)" value="[^"]*"')
    assert "<main" not in fragment
    assert "Man 8" in fragment
    assert keys.sub("", fragment).strip() in keys.sub("", whole)


def test_an_item_is_added_in_the_room_and_marked_as_unannounced(held: Gathering) -> None:
    agenda = reverse("meeting_agenda", args=[held.meeting.public_id])
    told = {"do": "add", "lines": "Burst pipe", "kind": "decision"}
    assert post(held.recorder, agenda, **told)["Location"].endswith("/room/#agenda")
    page = held.recorder.get(reverse("item", args=[held.item(4).public_id]))
    assert "not announced" in part(page, "agenda")
    refused = post(held.recorder, agenda, do="add", lines="", kind="decision")
    assert refused.status_code == 422
    assert "recorder-room" in text(refused)


def test_small_rolls_show_who_is_awaited_without_typing(held: Gathering) -> None:
    page = held.recorder.get(reverse("item", args=[held.item().public_id]))
    assert held.town.men[8].name in part(page, "found-list")


def village(held: Gathering, households: int) -> None:
    """So many households of four, half of whose adults are in the room."""
    now = timezone.now()
    since = now - timedelta(days=30)
    homes = Household.objects.bulk_create(
        Household(name=str(n), folded=str(n)) for n in range(1000, 1000 + households)
    )
    people = Person.objects.bulk_create(
        Person(
            name=f"Zozan {n} Temo",
            sort_key=f"zozan {n}",
            folded=fold(f"Zozan {n} Temo"),
            gender="woman" if n % 2 else "man",
            birth_year=1990 if n % 4 < 2 else 2015,
        )
        for n in range(households * 4)
    )
    Residence.objects.bulk_create(
        Residence(person=person, household=homes[n // 4], commune=held.body.commune, since=since)
        for n, person in enumerate(people)
    )
    adults = [one for one in people if one.birth_year == 1990]
    attending.check_in(held.meeting, adults[: households // 2], by=SYSTEM, at=now)


def room_of(held: Gathering) -> Callable[[], object]:
    """Ask for the room."""
    client: Client = held.recorder
    address = reverse("item", args=[held.item().public_id])
    return lambda: client.get(address)


@pytest.mark.parametrize("name", ["item", "room_find"])
def test_the_room_asks_as_much_at_30_as_at_400_households(name: str) -> None:
    few, many = gathering(), None
    village(few, 30)
    ask = room_of(few)

    def find() -> object:
        return post(few.recorder, url("room_find", few), q="zozan", item=few.item().key)

    act = ask if name == "item" else find
    before = queries(act)
    village(few, 400)
    assert many is None
    assert queries(act) <= before


def test_queries_do_not_grow_with_the_items(held: Gathering) -> None:
    few = queries(room_of(held))
    more = [PlannedItem(str(n)) for n in range(6)]
    planning.put_on_agenda(held.meeting, more, by=SYSTEM, at=timezone.now())
    assert queries(room_of(held)) <= few


def test_names_with_markup_stay_text(held: Gathering) -> None:
    strange = world.resident(held.body, '<script>x</script> "Evîn"', "woman", at=timezone.now())
    attending.check_in(held.meeting, [strange], by=SYSTEM, at=timezone.now())
    page = text(held.recorder.get(reverse("item", args=[held.item().public_id])))
    assert "<script>x</script>" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
