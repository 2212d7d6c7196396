"""Several quotas at once in a meeting's election: youth and components beside the genders."""

import json

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from communes.domain.planning import PlannedItem
from communes.models import Account, BodyParameter, Entry
from mandates.models import Mandate, Seat
from quotas.arithmetic.optimum import optimum
from quotas.arithmetic.searching import Contender
from quotas.arithmetic.seating import SeatSpec, by_lot
from quotas.arithmetic.traits import Quota
from quotas.domain import balancing, nominating, telling
from quotas.models import Candidacy, Displacement, Election, Nomination
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.quotas.test_components import LISTED
from tests.quotas.test_ranked_meetings import elected, standing, url

PEOPLE = st.lists(
    st.tuples(st.sampled_from(["woman", "man", "other"]), st.booleans(), st.integers(0, 5)),
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.integers(0, 2), st.integers(0, 2), st.integers(0, 3), st.integers(1, 3))
def test_seats_are_never_wrongly_filled_and_the_book_tells_the_same_again(
    rows: list[tuple[str, bool, int]], women: int, men: int, young: int, free: int
) -> None:
    specs = [SeatSpec(f"w{n}", "woman") for n in range(women)]
    specs += [SeatSpec(f"m{n}", "man") for n in range(men)]
    specs += [SeatSpec(f"o{n}") for n in range(free)]
    people = [
        Contender(f"p{n}", votes, {"gender": gender} | ({"youth": "yes"} if youth else {}))
        for n, (gender, youth, votes) in enumerate(rows)
    ]
    least = min(young, len(specs))
    quotas = [Quota("gender", "woman", women), Quota("gender", "man", men)]
    best = optimum(people, len(specs), [*quotas, Quota("youth", "yes", least)], by_lot("s"))
    reached = balancing.seating_of(best, specs)
    assert len(reached.seated) == len(best.seated)
    assert all(spec.reserved in (None, one.gender) for spec, one in reached.seated)
    chosen = {one.id for _spec, one in reached.seated}
    enough = sum(1 for one in people if one.votes and "youth" in one.traits) >= least
    alone = not women and not men
    if enough and alone:
        assert sum(1 for one in people if one.id in chosen and "youth" in one.traits) >= least
    told = {
        "seated": [{"seat": spec.id, "person": one.id} for spec, one in reached.seated],
        "vacant": [spec.id for spec in reached.vacant],
        "displaced": [
            {
                "would_have": one.would_have.id,
                "seated": one.is_seated.id if one.is_seated else None,
                "seat": one.seat.id,
            }
            for one in reached.displaced
        ],
        "balanced": balancing.facts(reached),
    }
    again = balancing.kept(json.loads(json.dumps(told)), {one.id: one.votes for one in people})
    assert [one.id for _spec, one in again.seated] == [one.id for _spec, one in reached.seated]
    assert [one.rules for one in again.displaced] == [one.rules for one in reached.displaced]
    assert again.shortfalls == reached.shortfalls


@laid
def held() -> Gathering:
    """An open assembly with an election; two of those who will stand are young."""
    made = gathering(items=[PlannedItem("All officers", "election")])
    for person in (made.town.women[6], made.town.men[6]):
        person.birth_year = timezone.now().year - 20
        person.save()
    return made


def says(held: Gathering, **told: object) -> None:
    for name, value in told.items():
        BodyParameter.objects.create(
            body=held.body, section="quotas", name=name, value=value, since=held.meeting.convened_at
        )


def planned(held: Gathering) -> dict[str, Candidacy]:
    """Both co-chairs are elected; an older and a young woman stand, an older and a young man."""
    seats = list(Seat.objects.filter(body=held.body, office="co_chair"))
    at = timezone.now()
    election = nominating.plan(held.item(), seats, by=SYSTEM, at=at)
    who = {
        "woman": held.town.women[4],
        "young woman": held.town.women[6],
        "man": held.town.men[4],
        "young man": held.town.men[6],
    }
    return {
        name: nominating.stand(election, person, by=SYSTEM, at=at) for name, person in who.items()
    }


def counted(held: Gathering, rows: dict[str, Candidacy], *votes: int) -> None:
    told = {f"votes-{row.key}": str(n) for row, n in zip(rows.values(), votes, strict=True)}
    answer = post(held.recorder, url(held, "elect"), method="paper", **told)
    assert answer.status_code == 302, answer.content.decode()


def test_of_all_who_meet_the_quotas_those_with_the_most_votes_are_seated(held: Gathering) -> None:
    says(held, youth_share="1/3")
    rows = planned(held)
    counted(held, rows, 9, 2, 8, 6)
    assert {one.person for one in elected(held)} == {rows["woman"].person, rows["young man"].person}
    told = held.member.get(url(held, "election_result")).content.decode()
    man, young = rows["man"].person.name, rows["young man"].person.name
    assert f"By votes alone {man} (8) would sit; {young} (6) does" in told
    assert "at least 1 young people" in told
    assert Displacement.objects.get().code == "quotas"
    story = telling.story_of(Election.objects.get(item=held.item()))
    for person in (rows["young man"].person, rows["woman"].person):
        person.birth_year = 1950
        person.save()
    assert telling.story_of(Election.objects.get(item=held.item())) == story


def test_what_cannot_be_met_is_named_and_its_seat_stays_empty(held: Gathering) -> None:
    says(held, youth_share="1")
    rows = planned(held)
    counted(held, rows, 9, 2, 8, 0)
    assert [one.person for one in elected(held)] == [rows["young woman"].person]
    told = held.member.get(url(held, "election_result")).content.decode()
    assert "cannot be met: 1 is missing." in told


def test_a_component_decides_and_the_book_does_not_say_whose(held: Gathering) -> None:
    says(held, component_seats="fixed", component_kinds=["commune"], components=LISTED)
    rows = planned(held)
    page = held.recorder.get(url(held, "elect")).content.decode()
    assert "Kurd · Society" in page
    place = page.split("Kurd · Society")[0].rsplit('value="', 1)[1].split('"')[0]
    told = {"candidacy": rows["young man"].key, "stands_for": place}
    assert post(held.recorder, url(held, "declare_component"), **told).status_code == 302
    wrong = post(held.recorder, url(held, "declare_component"), **(told | {"stands_for": "9"}))
    assert wrong.status_code == 404
    counted(held, rows, 9, 2, 8, 6)
    won = Mandate.objects.get(person=rows["young man"].person, resolution=standing(held))
    assert Nomination.objects.get().mandate == won
    assert not any("kurd" in entry.content for entry in Entry.objects.all())
    shown = held.member.get(url(held, "election_result")).content.decode()
    assert "seats kept for components" in shown
    assert "kurd" not in str(standing(held).facts)
    assert "Kurd ·" not in shown


def test_a_component_is_declared_by_the_api_until_the_count(held: Gathering) -> None:
    says(held, component_seats="fixed", component_kinds=["commune"], components=LISTED)
    rows = planned(held)
    caller = Caller(world.account("further", held.town.men[9]))
    path = f"candidacies/{rows['man'].key}/component"
    told = {"component": "kurd", "organisation": "Union"}
    assert caller.post(path, told).status == 403
    chair = Caller(Account.objects.get(username="chair1"))
    assert chair.post(path, told).status == 200
    assert chair.post(path, {**told, "component": "x"}).codes == ["component_unknown"]
    counted(held, rows, 9, 2, 8, 6)
    assert chair.post(path, told).codes == ["item_decided"]
