"""Member numbers and slips: a check digit that notices, codes that tell nothing, replacement."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.checking import check_digit, draw, is_right, with_check
from communes.domain import issuing, presenting, registering
from communes.domain.acting import Actor
from communes.domain.registering import Home, Particulars
from communes.models import Entry, MemberNumber, Person, Residence, Slip
from communes.problems import Refused
from tests.factories import world
from tests.factories.gathering import Gathering, gathering
from tests.factories.world import SYSTEM

pytestmark = pytest.mark.django_db
digits = st.text(alphabet="0123456789", min_size=1, max_size=12)


@given(digits, st.data())
def test_one_wrong_digit_is_noticed(plain: str, data: st.DataObject) -> None:
    number = with_check(plain)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([one for one in "0123456789" if one != number[place]]))
    assert is_right(number)
    assert not is_right(number[:place] + other + number[place + 1 :])


@given(digits, st.data())
def test_two_neighbours_exchanged_are_noticed(plain: str, data: st.DataObject) -> None:
    number = with_check(plain)
    place = data.draw(st.integers(0, len(number) - 2))
    first, second = number[place], number[place + 1]
    turned = number[:place] + second + first + number[place + 2 :]
    assert is_right(turned) == (first == second)


@given(st.integers(0, 60), st.sets(st.integers(1000, 9999), max_size=300), st.integers())
def test_drawn_numbers_are_new_right_and_never_begin_with_nothing(
    count: int, taken: set[int], seed: int
) -> None:
    used = {with_check(str(one)) for one in taken}
    drawn = draw(count, used, random.Random(seed).randrange)
    assert len(set(drawn)) == count
    assert not used & set(drawn)
    assert all(is_right(one) and one[0] != "0" and len(one) == 5 for one in drawn)


def test_the_digit_is_that_of_the_published_table() -> None:
    assert check_digit("572") == "4"  # the example of Damm's thesis


def test_crowded_numbers_grow_by_a_digit() -> None:
    taken = {with_check(str(one)) for one in range(1000, 5500)}
    assert {len(one) for one in draw(3, taken, random.Random(1).randrange)} == {6}


def arrived(held: Gathering, name: str = "Zozan Newcomer") -> Person:
    told = Particulars(name, "woman", 1980)
    at = timezone.now()
    return registering.arrive(
        held.body, particulars=told, home=Home("House 7"), by=SYSTEM, at=at
    ).person


def test_whoever_is_entered_in_the_register_gets_a_number_and_a_slip() -> None:
    held = gathering()
    person = arrived(held)
    member = MemberNumber.objects.get(person=person)
    slip = Slip.objects.get(member=member)
    code = issuing.code_of(slip)
    assert is_right(member.number)
    assert len(code) == issuing.DIGITS
    assert issuing.digest_of(code) == slip.digest
    for typed in (member.number, f" {member.number[:2]}-{member.number[2:]} ", code):
        assert presenting.bearer(held.meeting, typed, timezone.now()) == person


def test_digits_of_other_scripts_mean_the_same() -> None:
    held = gathering()
    number = MemberNumber.objects.get(person=arrived(held)).number
    arabic = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert presenting.bearer(held.meeting, arabic, timezone.now()).name == "Zozan Newcomer"


def test_a_lost_slip_is_replaced_and_the_number_stays() -> None:
    held = gathering()
    person = arrived(held)
    member = MemberNumber.objects.get(person=person)
    old = issuing.code_of(Slip.objects.get(member=member))
    at = timezone.now()
    new = issuing.replace(held.body, person, by=Actor(held.town.women[1]), at=at)
    assert issuing.code_of(new) != old
    with pytest.raises(Refused) as refused:
        presenting.bearer(held.meeting, old, at)
    assert refused.value.problems[0].code == "slip_revoked"
    assert presenting.bearer(held.meeting, issuing.code_of(new), at) == person
    assert presenting.bearer(held.meeting, member.number, at) == person
    assert Entry.objects.filter(kind="slip.replaced").count() == 1


def test_another_secret_prints_no_code_and_still_knows_the_slip(settings: object) -> None:
    held = gathering()
    person = arrived(held)
    slip = Slip.objects.get(member__person=person)
    code = issuing.code_of(slip)
    settings.SECRET_KEY = "another machine's"  # type: ignore[attr-defined]
    assert issuing.code_of(slip) == ""
    assert presenting.bearer(held.meeting, code, timezone.now()) == person


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "code_misshapen"),
        ("hello", "code_misshapen"),
        ("12\x003", "code_misshapen"),
        ("9" * 5000, "code_misshapen"),
        ("5725", "code_misshapen"),
        ("10000", "number_wrong_digit"),
        (with_check("9999"), "number_unknown"),
        ("1" * 30, "slip_unknown"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(typed: str, code: str) -> None:
    held = gathering(present=2)
    with pytest.raises(Refused) as refused:
        presenting.bearer(held.meeting, typed, timezone.now())
    assert [one.code for one in refused.value.problems] == [code]


def test_whoever_moved_away_or_never_lived_here_is_not_let_in() -> None:
    held = gathering(present=2)
    person = arrived(held)
    number = MemberNumber.objects.get(person=person).number
    at = timezone.now()
    registering.depart(person, by=SYSTEM, at=at)
    with pytest.raises(Refused) as refused:
        presenting.bearer(held.meeting, number, at + timedelta(seconds=1))
    assert refused.value.problems[0].code == "number_gone"


def test_a_duplicate_joined_to_another_entry_still_opens_the_door() -> None:
    held = gathering(present=2)
    twin, person = arrived(held), arrived(held, "Zozan N.")
    number = MemberNumber.objects.get(person=twin).number
    registering.merge(twin, into=person, by=SYSTEM, at=timezone.now())
    assert presenting.bearer(held.meeting, number, timezone.now()) == person


def test_a_register_older_than_numbers_gets_them_at_once_and_once() -> None:
    held = gathering()
    Slip.objects.all().delete()
    MemberNumber.objects.all().delete()
    people = list(Person.objects.living().residing(held.body.pk, timezone.now()))
    by, at = Actor(held.town.women[1]), timezone.now()
    assert issuing.give_to_all(held.body, people, by=by, at=at) == len(people)
    assert issuing.give_to_all(held.body, people, by=by, at=at) == 0
    numbers = list(MemberNumber.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == len(people)
    assert Entry.objects.filter(kind="numbers.given").count() == 1


def test_who_moves_to_another_commune_gets_its_number_there() -> None:
    held = gathering()
    person = arrived(held)
    other = world.town("Komîna Nû", pairs=1, at=timezone.now() - timedelta(days=3))
    at = timezone.now()
    registering.move(person, commune=other.body, home=Home("House 1"), by=SYSTEM, at=at)
    communes = set(MemberNumber.objects.filter(person=person).values_list("commune", flat=True))
    assert communes == {held.body.pk, other.body.pk}
    assert Residence.objects.filter(person=person).count() == 2
