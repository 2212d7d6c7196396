"""Publishing minutes: by the charter, once, withdrawn by a new act; the book vouches for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from communes import charter as texts
from communes import guards
from communes.domain import booking, erasing, publishing, recording, signing
from communes.domain.acting import Actor
from communes.domain.counting import Count
from communes.models import (
    Attendance,
    Body,
    BodyParameter,
    Entry,
    ListCommitment,
    Notice,
    Person,
    Publication,
    Withdrawal,
)
from communes.papers.published import public_paper
from communes.problems import Refused
from communes.typesetting import plain
from tests.communes.test_approving import next_item, point, resolved
from tests.factories import world
from tests.factories.gathering import Gathering, gathering
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

RECORD = "Woman 4 of Komîna Zeytûn asks; Şêrîn answers, and John Smith from Bristol."


@laid
def held() -> Gathering:
    """A signed assembly whose record names people."""
    made = gathering()
    at = timezone.now()
    recording.write(made.item(), text=RECORD, version=0, by=SYSTEM, at=at)
    world.decide(made.item(), Count(15, 5), at, "Man 2 of Komîna Zeytûn mends the pump.")
    return signed(made)


def signed(made: Gathering) -> Gathering:
    made.close()
    for chair in (made.town.women[0], made.town.men[0]):
        signing.sign(made.meeting, person=chair, by=Actor(chair), at=timezone.now())
    made.meeting.refresh_from_db()
    return made


def publish(held: Gathering, *words: str) -> Publication:
    by = Actor(held.town.women[0])
    return publishing.publish(held.meeting, words=words, by=by, at=timezone.now())


def read(made: Publication) -> str:
    return plain(public_paper(made, "en", timezone.now()))


def codes(error: "pytest.ExceptionInfo[Refused]") -> set[str]:
    return {problem.code for problem in error.value.problems}


def test_the_defaults_are_members_and_offices() -> None:
    book, problems = texts.read('title = "x"')
    assert not problems
    rules = book.sections["publication"]
    shipped, _none = texts.read(texts.shipped("confederal-2014"))
    assert rules == shipped.sections["publication"]
    assert (rules.readers, rules.names, rules.once) == ("members", "office", "signed")
    assert not rules.circles
    _book, problems = texts.read('[publication]\nreaders = "all"\nnames = 3\nshow = true')
    assert [one.code for one in problems] == [
        "charter_value",
        "charter_value",
        "charter_parameter_unknown",
    ]


def test_minutes_are_published_once_and_the_members_are_told(held: Gathering) -> None:
    made = publish(held)
    assert (made.readers, made.names) == ("members", "office")
    assert not publishing.open_to_everyone(timezone.now()).exists()
    notice = Notice.objects.get(code="minutes_published")
    assert notice.body == held.body
    entry = Entry.objects.get(kind="minutes.published")
    assert "Woman" not in entry.content
    assert "Şêrîn" not in entry.content
    with pytest.raises(Refused) as refused:
        publish(held)
    assert codes(refused) == {"published_already"}
    assert booking.verify(held.body) is None


def test_only_signed_minutes_are_published_and_by_charter_only_approved_ones(
    held: Gathering,
) -> None:
    other = world.assembly(held.town, at=timezone.now())
    with pytest.raises(Refused) as refused:
        publishing.publish(other, by=SYSTEM, at=timezone.now())
    assert codes(refused) == {"minutes_not_signed"}
    world.publishes(held.body, once="approved")
    with pytest.raises(Refused) as refused:
        publish(held)
    assert codes(refused) == {"minutes_not_approved"}


def test_approved_minutes_are_published_where_the_charter_waits_for_it(held: Gathering) -> None:
    world.publishes(held.body, once="approved")
    resolved(next_item(held, point(held, "approval")))
    later = timezone.now() + timedelta(minutes=2)
    assert publishing.publish(held.meeting, by=SYSTEM, at=later).readers == "everyone"


def test_everyone_reads_names_as_the_charter_says(held: Gathering) -> None:
    world.publishes(held.body)
    told = read(publish(held, "Şêrîn", "John Smith"))
    assert "W. 4. o. K. Z. asks; Ş. answers, and J. S. from Bristol." in told
    assert "M. 2. o. K. Z. mends the pump." in told
    for person in held.town.people:
        assert person.name not in told
    assert "15 for, 5 against" in told


def test_what_was_reduced_stays_so_when_lists_and_names_are_erased(held: Gathering) -> None:
    world.publishes(held.body, names="none")
    made = publish(held, "John Smith")
    before = read(made)
    assert "[…] asks; Şêrîn answers, and […] from Bristol." in before
    guards.lift(connection)
    Attendance.objects.filter(meeting=held.meeting).delete()
    Person.objects.filter(pk=held.town.women[4].pk).update(name="", folded="", sort_key="")
    assert read(made) == before


def test_a_charter_that_grows_stricter_holds_at_once_and_leniency_opens_nothing(
    held: Gathering,
) -> None:
    members = publish(held)
    world.publishes(held.body)
    assert not publishing.open_to_everyone(timezone.now()).exists()
    publishing.withdraw(members, reason="Anew.", by=SYSTEM, at=timezone.now())
    made = publish(held)
    assert publishing.open_to_everyone(timezone.now()).get() == made
    rows = BodyParameter.objects.filter(body=held.body)
    rows.filter(name="names").update(value="none")
    assert "[…] asks" in read(made)
    rows.filter(name="names").update(value="full")
    assert "W. 4. o. K. Z. asks" in read(made)
    rows.filter(name="readers").update(value="members")
    assert not publishing.open_to_everyone(timezone.now()).exists()


def test_a_circle_publishes_to_its_members_unless_the_charter_says(held: Gathering) -> None:
    guards.lift(connection)
    Body.objects.filter(pk=held.body.pk).update(circle="women")
    world.publishes(held.body)
    body = Body.objects.get(pk=held.body.pk)
    assert publishing.rules(body, timezone.now()).readers == "members"
    BodyParameter.objects.create(
        body=held.body,
        section="publication",
        name="circles",
        value=True,
        since=timezone.now() - timedelta(days=1),
    )
    assert publishing.rules(body, timezone.now()).readers == "everyone"
    Body.objects.filter(pk=held.body.pk).update(circle="everyone")
    made = publish(held)
    Body.objects.filter(pk=held.body.pk).update(circle="women")
    BodyParameter.objects.filter(name="circles").delete()
    assert not publishing.open_to_everyone(timezone.now()).filter(pk=made.pk).exists()


def test_a_withdrawal_is_a_new_act_with_its_reason(held: Gathering) -> None:
    world.publishes(held.body)
    made = publish(held)
    with pytest.raises(Refused) as refused:
        publishing.withdraw(made, reason=" ", by=SYSTEM, at=timezone.now())
    assert codes(refused) == {"reason_missing"}
    publishing.withdraw(made, reason="A name stands there.", by=SYSTEM, at=timezone.now())
    assert not publishing.open_to_everyone(timezone.now()).exists()
    with pytest.raises(Refused) as refused:
        publishing.withdraw(made, reason="Again.", by=SYSTEM, at=timezone.now())
    assert codes(refused) == {"withdrawn_already"}
    assert publish(held, "Şêrîn").pk != made.pk
    kinds = Entry.objects.filter(body=held.body, kind__startswith="minutes.")
    told = list(kinds.order_by("number").values_list("kind", flat=True))[-4:]
    assert told == ["minutes.signed", "minutes.published", "minutes.withdrawn", "minutes.published"]
    assert booking.verify(held.body) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("readers", "members"),
        ("names", "full"),
        ("words", ["Pump"]),
        ("folded", "other"),
        ("at", timezone.now() - timedelta(days=900)),
    ],
)
def test_a_publication_changed_behind_the_back_is_named(
    held: Gathering, column: str, value: object
) -> None:
    world.publishes(held.body)
    made = publish(held)
    guards.lift(connection)
    Publication.objects.filter(pk=made.pk).update(**{column: value})
    assert booking.verify(held.body) is not None


def test_a_withdrawal_changed_or_lost_is_named(held: Gathering) -> None:
    world.publishes(held.body)
    made = publish(held)
    publishing.withdraw(made, reason="A name.", by=SYSTEM, at=timezone.now())
    guards.lift(connection)
    rows = Withdrawal.objects.filter(publication=made)
    rows.update(reason="Another.")
    assert booking.verify(held.body) is not None
    rows.update(reason="A name.")
    assert booking.verify(held.body) is None
    rows.delete()
    assert booking.verify(held.body) is not None


def test_confidential_items_are_not_published(held: Gathering) -> None:
    world.publishes(held.body)
    guards.lift(connection)
    held.meeting.items.filter(position=1).update(confidential=True)
    made = publish(held)
    told = read(made)
    assert "Confidential item" in told
    for words in ("Water pump", "asks;", "mends the pump", "15 for"):
        assert words not in told
    assert "water pump" not in made.folded


def test_the_names_of_a_publication_are_no_list_that_is_erased(held: Gathering) -> None:
    world.publishes(held.body)
    publish(held, "Şêrîn")
    row = ListCommitment.objects.get(name="reduced")
    assert row.erase_on is None
    erasing.erase_due(timezone.now() + timedelta(days=9000))
    row.refresh_from_db()
    assert row.erased_at is None
    assert booking.verify(held.body) is None
