"""Paper sheets of a petition: received when handed in, confirmed by electors drawn by lot."""

import json
from datetime import timedelta

import pytest

from communes.domain import booking
from communes.domain.acting import Actor
from communes.models import Entry, Notice, Person
from communes.problems import Refused
from mandates.arithmetic import petitions
from mandates.arithmetic.petitions import Standing
from mandates.domain import concluding, signing, verifying
from mandates.models import Sheet, Signature
from tests.factories import world
from tests.factories.petitions import Demand, demand
from tests.grounds import laid

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


@laid
def made() -> Demand:
    """A petition among whose electors everyone has an account."""
    town = world.settled_town()
    for person in town.people:
        world.account(person.key, person)
    return demand(town=town)


def hand_in(made: Demand, *people: Person, lines: int = 0, at: timedelta = DAY) -> Sheet:
    """Hand in a sheet that these signed."""
    return verifying.hand_in(
        made.petition,
        signers=people,
        lines=lines or len(people),
        by=Actor(made.town.men[9]),
        at=made.opened + at,
    )


def verifiers(sheet: Sheet) -> list[Person]:
    """Who was drawn and has not given the task back."""
    rows = sheet.verifications.filter(declined_at__isnull=True).select_related("person")
    return [row.person for row in rows.order_by("pk")]


def confirm(made: Demand, sheet: Sheet, at: timedelta, *refused: Person) -> None:
    """Both verifiers confirm; the second refuses these."""
    one, other = verifiers(sheet)
    verifying.confirm(sheet, by=Actor(one), at=made.opened + at)
    verifying.confirm(sheet, refused=refused, by=Actor(other), at=made.opened + at)


def refused(act: object) -> list[str]:
    """The codes for which an act is refused."""
    assert callable(act)
    with pytest.raises(Refused) as found:
        act()
    return [one.code for one in found.value.problems]


def test_a_sheet_waits_until_both_have_confirmed_it(made: Demand) -> None:
    sheet = hand_in(made, *made.signers[:3], lines=4)
    at = made.opened + 2 * DAY
    told = concluding.funnel(made.fresh(), at)
    assert (told.received, told.waiting, told.not_on_roll, told.counted) == (4, 3, 1, 0)
    one, other = verifiers(sheet)
    verifying.confirm(sheet, by=Actor(one), at=at)
    assert concluding.counted(made.petition) == 0
    verifying.confirm(sheet, by=Actor(other), at=at)
    assert concluding.counted(made.petition) == 3


def test_verifiers_are_drawn_by_a_lot_that_can_be_drawn_again(made: Demand) -> None:
    sheet = hand_in(made, *made.signers[:3])
    drawn = verifiers(sheet)
    officers = {made.town.women[0], made.town.men[0], made.town.women[1]}
    barred = {*officers, made.town.men[9]}
    assert len(drawn) == 2
    assert not set(drawn) & barred
    pool = [one.key for one in made.town.people if one not in barred]  # who signed too
    assert petitions.drawn(sheet.lot_seed, pool)[:2] == [one.key for one in drawn]
    entry = Entry.objects.get(kind="sheet.received")
    assert sheet.lot_seed in entry.content
    assert json.loads(entry.content)["facts"]["drawn_from"] == len(pool)
    signed = set(made.signers[:3]) - set(drawn)  # the lot may fall on who signed too
    assert not [one for one in signed if one.key in entry.content]
    assert Notice.objects.filter(code="sheet_drawn").count() == 2


def test_success_comes_with_the_confirmation_even_after_the_closing(made: Demand) -> None:
    made.sign(*made.signers[:2])
    last = made.petition.closes_at - made.opened - MOMENT
    sheet = hand_in(made, *made.signers[2:5], at=last)
    later = last + 6 * DAY
    assert made.fresh().standing(made.opened + later) == Standing.COUNTING
    confirm(made, sheet, later)
    petition = made.fresh()
    assert petition.succeeded_at == made.opened + later
    assert petition.standing(made.opened + later - MOMENT) == Standing.COUNTING


def test_after_seven_days_a_sheet_counts_no_more(made: Demand) -> None:
    made.sign(*made.signers[:4])
    sheet = hand_in(made, made.signers[4])
    late = sheet.confirm_by - made.opened
    assert 7 * DAY < sheet.confirm_by - sheet.received_at <= 8 * DAY
    one, _other = verifiers(sheet)
    verifying.confirm(sheet, by=Actor(one), at=sheet.confirm_by - MOMENT)
    assert refused(lambda: confirm(made, sheet, late)) == ["confirmed_already"]
    other = verifiers(sheet)[1]
    assert refused(lambda: verifying.confirm(sheet, by=Actor(other), at=sheet.confirm_by)) == [
        "confirmed_too_late"
    ]
    told = concluding.funnel(made.fresh(), sheet.confirm_by)
    assert (told.unconfirmed, told.counted) == (1, 4)


def test_a_sheet_after_the_closing_is_recorded_and_not_counted(made: Demand) -> None:
    over = made.petition.closes_at - made.opened
    sheet = hand_in(made, *made.signers[:5], at=over)
    assert not sheet.verifications.exists()
    told = concluding.funnel(made.fresh(), made.petition.closes_at)
    assert (told.received, told.late, told.not_on_roll) == (5, 5, 0)
    assert made.fresh().standing(made.petition.closes_at) == Standing.LAPSED


def test_forged_and_repeated_lines_are_recorded_and_not_counted(made: Demand) -> None:
    forged, own, twice, fair = made.signers[:4]
    made.sign(own)
    first = hand_in(made, own, twice, forged)
    second = hand_in(made, twice, fair)
    confirm(made, first, 2 * DAY, forged)
    confirm(made, second, 2 * DAY)
    told = concluding.funnel(made.fresh(), made.opened + 3 * DAY)
    assert (told.received, told.counted, told.repeated, told.refused) == (6, 3, 2, 1)
    assert Signature.objects.filter(status="valid", person=twice).count() == 1


def test_whoever_finds_the_own_name_on_paper_may_withdraw_it(made: Demand) -> None:
    sheet = hand_in(made, *made.signers[:2])
    by = Actor(made.signers[0])
    signing.withdraw(made.petition, by=by, at=made.opened + DAY)
    confirm(made, sheet, 2 * DAY)
    told = concluding.funnel(made.fresh(), made.opened + 3 * DAY)
    assert (told.valid, told.withdrawn, told.counted) == (2, 1, 1)
    given = signing.receipt_for_paper(made.petition, by=Actor(made.signers[1]), at=made.opened)
    assert signing.check(made.petition, made.signers[1], given.code) == given.signature


def test_only_who_was_drawn_confirms_and_another_lot_is_drawn(made: Demand) -> None:
    sheet = hand_in(made, *made.signers[:2])
    at = made.opened + 2 * DAY
    one, other = verifiers(sheet)
    stranger = next(p for p in made.town.people if p not in (one, other))
    assert refused(lambda: verifying.confirm(sheet, by=Actor(stranger), at=at)) == ["not_drawn"]
    verifying.decline(sheet, by=Actor(one), at=at)
    third = verifiers(sheet)[1]
    assert third not in (one, other)
    assert Sheet.objects.get().collector == made.town.men[9]
    assert refused(lambda: verifying.confirm(sheet, by=Actor(one), at=at)) == ["not_drawn"]
    confirm(made, sheet, 2 * DAY)
    assert concluding.counted(made.petition) == 2
    assert booking.verify(made.town.body) is None


def test_a_sheet_needs_its_lines_and_electors(made: Demand) -> None:
    assert refused(lambda: hand_in(made, *made.signers[:3], lines=2)) == ["lines_too_few"]
    assert refused(lambda: hand_in(made, lines=501)) == ["lines_missing"]
    stranger = world.town("Komîna Gulan", pairs=1).men[0]
    assert refused(lambda: hand_in(made, stranger)) == ["not_on_roll"]


def test_waiting_sheets_keep_a_petition_from_lapsing_only_for_their_time(made: Demand) -> None:
    last = made.petition.closes_at - made.opened - MOMENT
    sheet = hand_in(made, *made.signers[:2], at=last)
    petition = made.fresh()
    assert petition.counts_until == sheet.confirm_by
    assert petition.standing(sheet.confirm_by - MOMENT) == Standing.COUNTING
    assert petition.standing(sheet.confirm_by) == Standing.LAPSED
    assert concluding.sweep(sheet.confirm_by + DAY) == 1
    told = concluding.funnel(made.fresh(), sheet.confirm_by + DAY)
    assert (told.waiting, told.unconfirmed) == (0, 2)
