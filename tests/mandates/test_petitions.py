"""A recall petition, from its opening to what it comes to (DOMAIN §5 Recall)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from communes import guards
from communes.domain import booking, closing, convening, planning, rescheduling
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.planning import PlannedItem
from communes.models import Basis, Entry, Meeting, Notice, OpenPoint
from communes.problems import Refused
from mandates.arithmetic.petitions import Standing
from mandates.domain import calling, concluding, ending, petitioning, signing
from mandates.models import EndReason, Mandate, Petition, RecallItem, Signature
from tests.factories import world
from tests.factories.gathering import client_of, post
from tests.factories.petitions import GROUNDS, chair, demand
from tests.factories.world import NOW, SYSTEM
from tests.invariants.asking import at as clock
from tests.mandates.test_following import council_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """The codes of a refusal."""
    return [one.code for one in refused.value.problems]


def refused(act: object) -> list[str]:
    """The codes for which an act is refused."""
    assert callable(act)
    with pytest.raises(Refused) as found:
        act()
    return codes(found)


def test_opening_freezes_roll_threshold_and_closing_and_tells_the_person() -> None:
    made = demand()
    petition = made.petition
    assert (petition.roll_size, petition.threshold) == (21, 5)
    assert petition.electors.count() == 21
    local = petition.closes_at.astimezone(ZoneInfo(petition.zone))
    assert (local.hour, local.minute) == (0, 0)
    assert (local.date() - made.opened.astimezone(ZoneInfo(world.ZONE)).date()).days == 61
    assert petition.closes_at.tzinfo is not None
    assert petition.zone == world.ZONE
    newcomer = world.resident(made.town.body, "Newcomer", "woman", at=made.opened + DAY)
    assert refused(lambda: made.sign(newcomer)) == ["not_on_roll"]
    assert Notice.objects.filter(code="petition_opened", body=made.town.body).exists()


def test_the_person_concerned_is_told_at_once() -> None:
    town = world.settled_town()
    holder = world.account("chair", town.women[0])
    made = demand(town=town)
    told = Notice.objects.get(account=holder, code="petition_opened")
    assert told.written_at == made.opened
    assert told.link == f"/petitions/{made.petition.key}/"


def test_a_mandate_is_left_alone_for_ninety_days() -> None:
    town = world.settled_town()
    mandate, by = chair(town), Actor(town.men[3])
    local = mandate.since.astimezone(ZoneInfo(world.ZONE)).date() + 90 * DAY
    first = datetime.combine(local, datetime.min.time(), ZoneInfo(world.ZONE)).astimezone(UTC)
    early = refused(
        lambda: petitioning.open_petition(mandate, grounds=GROUNDS, by=by, at=first - MOMENT)
    )
    assert early == ["mandate_too_young"]
    assert petitioning.open_petition(mandate, grounds=GROUNDS, by=by, at=first).pk


def test_one_petition_at_a_time_and_six_months_between() -> None:
    made = demand()
    by = Actor(made.town.men[4])

    def again(at: datetime) -> Petition:
        return petitioning.open_petition(made.mandate, grounds=GROUNDS, by=by, at=at)

    assert refused(lambda: again(made.opened + DAY)) == ["petition_running"]
    over = made.petition.closes_at
    assert refused(lambda: again(over)) == ["petition_too_soon"]
    assert refused(lambda: again(over + 170 * DAY)) == ["petition_too_soon"]
    assert again(over + 186 * DAY).pk


def test_who_opens_is_an_elector_and_names_grounds() -> None:
    town = world.settled_town()
    young = world.resident(town.body, "Young", "man", birth_year=NOW.year - 17)
    at = NOW + 100 * DAY
    mandate = chair(town)
    assert refused(
        lambda: petitioning.open_petition(mandate, grounds=" ", by=Actor(young), at=at)
    ) == ["not_elector", "grounds_missing"]


def test_an_ex_officio_mandate_is_recalled_through_its_ground() -> None:
    town = world.settled_town()
    ground, delegate = council_of(town)
    by, at = Actor(town.men[3]), NOW + 100 * DAY
    with pytest.raises(Refused) as found:
        petitioning.open_petition(delegate, grounds=GROUNDS, by=by, at=at)
    assert codes(found) == ["recalled_through_ground"]
    assert found.value.problems[0].figures["mandate"] == ground.key


def test_the_signature_that_reaches_the_threshold_convenes_the_recall_meeting() -> None:
    made = demand()
    made.sign(*made.signers[:4])
    assert made.fresh().standing(made.opened + DAY) == Standing.OPEN
    at = made.opened + 2 * DAY
    made.sign(made.signers[4], at=at)
    petition = made.fresh()
    assert (petition.succeeded_at, petition.standing(at)) == (at, Standing.SUCCEEDED)
    assert petition.standing(at - MOMENT) == Standing.OPEN
    meeting = Meeting.objects.get(basis=Basis.PETITION)
    assert at < meeting.starts_at < at + 14 * DAY
    item = meeting.items.get()
    assert RecallItem.objects.get(item=item).petition == petition
    assert OpenPoint.objects.get(kind="recall").item == item
    assert refused(lambda: made.sign(made.signers[5], at=at)) == ["petition_succeeded"]


def test_the_book_names_nobody_who_signed() -> None:
    made = demand()
    made.sign(*made.signers[:5])
    content = "".join(
        Entry.objects.filter(happened_at__gt=made.opened).values_list("content", flat=True)
    )
    assert "petition.succeeded" in content
    assert not [one for one in made.signers[:5] if one.key in content]
    assert booking.verify(made.town.body) is None


def test_a_signature_after_the_closing_is_recorded_and_not_counted() -> None:
    made = demand()
    made.sign(*made.signers[:4])
    made.sign(made.signers[4], at=made.petition.closes_at)
    petition = made.fresh()
    assert petition.standing(petition.closes_at) == Standing.LAPSED
    told = concluding.funnel(petition, petition.closes_at)
    assert (told.received, told.counted, told.late) == (5, 4, 1)
    assert Signature.objects.filter(status="late").count() == 1


def test_the_last_microsecond_counts() -> None:
    made = demand()
    made.sign(*made.signers[:4])
    made.sign(made.signers[4], at=made.petition.closes_at - MOMENT)
    assert made.fresh().standing(made.petition.closes_at) == Standing.SUCCEEDED


def test_nobody_signs_twice_nor_after_withdrawing() -> None:
    made = demand()
    first, second = made.signers[:2]
    made.sign(first, second)
    assert refused(lambda: made.sign(first)) == ["signed_already"]
    signing.withdraw(made.petition, by=Actor(second), at=made.opened + 2 * DAY)
    assert refused(lambda: made.sign(second)) == ["signed_and_withdrawn"]
    told = concluding.funnel(made.fresh(), made.opened + 3 * DAY)
    assert (told.received, told.valid, told.withdrawn, told.counted) == (2, 2, 1, 1)


def test_foreign_and_under_age_signatures_are_refused_with_the_reason() -> None:
    town = world.settled_town()
    young = world.resident(town.body, "Young", "man", birth_year=NOW.year - 17)
    other = world.town("Komîna Gulan", pairs=1)
    made = demand(town=town)
    assert refused(lambda: made.sign(young)) == ["below_election_age"]
    assert refused(lambda: made.sign(other.men[0])) == ["not_on_roll"]
    assert refused(lambda: signing.sign(made.petition, by=SYSTEM, at=made.opened)) == [
        "not_on_roll"
    ]


def test_withdrawing_is_possible_until_success_and_not_after() -> None:
    made = demand()
    made.sign(*made.signers[:4])
    by, at = Actor(made.signers[0]), made.opened + 2 * DAY
    signing.withdraw(made.petition, by=by, at=at)
    assert refused(lambda: signing.withdraw(made.petition, by=by, at=at)) == ["withdrawn"]
    made.sign(made.signers[4], at=at)
    assert made.fresh().succeeded_at is None
    made.sign(made.signers[5], at=at)
    assert made.fresh().succeeded_at == at
    other = Actor(made.signers[1])
    late = refused(lambda: signing.withdraw(made.petition, by=other, at=at + DAY))
    assert late == ["petition_succeeded"]
    assert concluding.counted(made.petition) == 5


def test_a_receipt_is_checked_by_its_signatory_alone() -> None:
    made = demand()
    one, other = made.signers[:2]
    code, _second = made.sign(one, other)
    found = signing.check(made.petition, one, code.lower().replace("-", " "))
    assert found is not None
    assert found.person == one
    assert signing.check(made.petition, other, code) is None
    assert signing.check(made.petition, one, "AAAA-BBBB") is None
    assert code not in str(list(Signature.objects.values()))


def test_the_reply_stands_beside_the_grounds_once() -> None:
    made = demand()
    holder, at = Actor(made.town.women[0]), made.opened + DAY
    assert refused(
        lambda: petitioning.reply(made.petition, text="No.", by=Actor(made.town.men[3]), at=at)
    ) == ["not_concerned"]
    petitioning.reply(made.petition, text="The pump was broken.", by=holder, at=at)
    assert made.fresh().reply == "The pump was broken."
    assert refused(lambda: petitioning.reply(made.petition, text="Or not.", by=holder, at=at)) == [
        "replied"
    ]


def test_the_sweep_only_writes_down_what_is_so() -> None:
    made = demand()
    made.sign(made.signers[0])
    over = made.petition.closes_at
    assert concluding.sweep(over - MOMENT) == 0
    assert concluding.sweep(over + DAY) == 1
    assert concluding.sweep(over + 2 * DAY) == 0
    entry = Entry.objects.get(kind="petition.lapsed")
    assert entry.happened_at == over
    assert booking.verify(made.town.body) is None


def test_a_mandate_ended_closes_its_petition() -> None:
    made = demand()
    at = made.opened + 2 * DAY
    ending.end(made.mandate, reason=EndReason.RESIGNED, by=SYSTEM, at=at)
    assert made.fresh().standing(at) == Standing.ENDED
    assert refused(lambda: made.sign(made.signers[0], at=at)) == ["petition_ended"]
    assert concluding.sweep(at + DAY) == 1
    assert Entry.objects.filter(kind="petition.ended").count() == 1


def test_a_forced_meeting_is_neither_called_off_nor_put_off() -> None:
    made = demand()
    made.sign(*made.signers[:5])
    meeting = Meeting.objects.get(basis=Basis.PETITION)
    due = OpenPoint.objects.get(kind="recall").due
    assert due is not None
    at = meeting.starts_at - timedelta(hours=1)
    client = client_of("chair", made.mandate.person)
    with clock(at):
        assert post(client, f"/meetings/{meeting.key}/cancel/").status_code == 422
    assert refused(lambda: convening.cancel(meeting, by=SYSTEM, at=at)) == ["forced_by_petition"]
    for limit, problems in ((due, []), (at, ["forced_by_petition"])):
        OpenPoint.objects.filter(kind="recall").update(due=limit)
        found = rescheduling.change_problems(meeting, place="School", starts_at=due, at=at)
        assert [one.code for one in found] == problems


@pytest.mark.parametrize("days", [0, 2, 40])
def test_a_forced_vote_that_was_passed_over_is_convened_anew(days: int) -> None:
    made = demand()
    made.sign(*made.signers[:5])
    town, first = made.town, Meeting.objects.get(basis=Basis.PETITION)
    world.opened(first, [town.women[2], town.men[2]], town.women[3], town.people, first.starts_at)
    assert calling.sweep(first.starts_at + MOMENT) == 0
    closing.close(first, by=SYSTEM, at=first.starts_at + MOMENT)
    at = first.starts_at + MOMENT + days * DAY
    assert [calling.sweep(at), calling.sweep(at)] == [1, 0]
    point, again = OpenPoint.objects.get(kind="recall"), Meeting.objects.latest("pk")
    assert point.item == again.items.get()
    assert RecallItem.objects.get(item=point.item).petition == made.petition
    assert point.due is not None
    assert again.starts_at < max(point.due, at + 5 * DAY)


def test_a_forced_vote_is_not_put_beyond_its_day_by_another_meeting() -> None:
    made = demand()
    made.sign(*made.signers[:5])
    first, point = Meeting.objects.get(basis=Basis.PETITION), OpenPoint.objects.get(kind="recall")
    planning.release(first.items.all())
    item = PlannedItem("Recall", "recall", point=point)
    invitation = Invitation("School", first.starts_at + 300 * DAY, [item])
    convening.convene(made.town.body, invitation, by=SYSTEM, at=made.opened + 2 * DAY)
    assert calling.sweep(made.opened + 2 * DAY) == 1
    point.refresh_from_db()
    assert point.item is not None
    assert point.item.meeting.starts_at == first.starts_at


@pytest.mark.parametrize("ended", [None, 1, 61, 70])
@pytest.mark.parametrize("succeeded", [None, 1, 30])
def test_search_and_instance_agree_on_every_boundary(
    ended: int | None, succeeded: int | None
) -> None:
    made = demand()
    guards.lift(connection)
    day = made.petition.closes_at - 61 * DAY
    end = day + ended * DAY if ended else made.mandate.until
    Mandate.objects.filter(pk=made.mandate.pk).update(until=end)
    known = day + succeeded * DAY if succeeded else None
    Petition.objects.filter(pk=made.petition.pk).update(succeeded_at=known)
    instants = [day + number * DAY for number in (1, 30, 61, 70)]
    for at in [one + step for one in instants for step in (-MOMENT, 0 * DAY, MOMENT)]:
        found = Petition.objects.running(at).exists()
        assert found == made.fresh().running(at), at
        assert found == (not Petition.objects.unwritten(at).exists()), at
