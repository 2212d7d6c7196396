"""The demonstration: the same for everybody, lawful but for its planted faults, all or nothing."""

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from communes.domain import booking, chartering
from communes.models import (
    Account,
    Body,
    BodyKind,
    Charter,
    Commune,
    Entry,
    Gender,
    Meeting,
    Person,
    Proposal,
    Resolution,
    Stage,
)
from communes.models.identity import PublicId
from communes.permissions import may_run, may_sign
from config.management.commands import seed
from config.seeding import accounts, telling
from config.seeding.chronicle import Calendar, today
from config.seeding.story import Planted
from mandates.models import Instruction, Mandate, Stance
from quotas.domain import electing, judging, nominating

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 3, 10)
FIRST = "Komîna Zeytûn"


def tell(size: str, number: int = 7, until: date = UNTIL) -> list[Planted]:
    """The story of that size."""
    return telling.tell(size, seed=number, until=until, password="olive-42", say=lambda _said: None)


def fingerprint() -> dict[str, list[str]]:
    """Every public id and every hash of a book, by table, in the order of the rows."""
    found = {"hashes": list(Entry.objects.order_by("pk").values_list("hash", flat=True))}
    for model in apps.get_models():
        if issubclass(model, PublicId):
            ids = model._default_manager.order_by("pk").values_list("public_id", flat=True)
            found[model.__name__] = [str(one) for one in ids]
    return found


def undone(deed: Callable[[], object]) -> dict[str, list[str]]:
    """The fingerprint of a story that is then taken back."""
    with transaction.atomic():
        deed()
        found = fingerprint()
        transaction.set_rollback(True)
    return found


def found_by_audit(until: date) -> set[tuple[str, str, str]]:
    """What an audit of the whole tree finds wanting on the day."""
    charter = chartering.in_force(judging.instant_of(until))
    judgement = judging.judge(until, charter=charter)
    names = dict(Body.objects.values_list("pk", "name"))
    bodies = {(names[pk], one.rule, str(one.verdict)) for pk, one in judgement.wanting}
    levels = {
        (f"{one.level}/{one.kind}", "composition", str(one.verdict)) for one in judgement.levels
    }
    return bodies | {one for one in levels if one[2] != "pass"}


def broken_books() -> list[object]:
    """Books that do not hold."""
    return [broken for body in Body.objects.all() if (broken := booking.verify(body))]


def test_a_village_is_the_same_each_time() -> None:
    once = undone(lambda: tell("village"))
    planted = tell("village")
    assert fingerprint() == once
    assert found_by_audit(UNTIL) == {(one.subject, one.rule, one.verdict) for one in planted}
    assert not broken_books()
    it_lives_through_its_year()
    people_of_all_ages_and_tongues_live_there()


def it_lives_through_its_year() -> None:
    commune = Commune.objects.get().body
    held = Meeting.objects.filter(body=commune, signed_at__isnull=False, sitting="assembly")
    assert held.count() == 26
    assert [one.version for one in Charter.objects.order_by("version")] == [1, 2]
    decided = Resolution.objects.filter(body=commune)
    assert decided.filter(verdict="rejected", revision=0).count() > 3
    assert decided.filter(revision=1).count() == 1
    begins = Calendar(UNTIL).at(0, 0)
    assert not Entry.objects.filter(recorded_at__gte=begins).exists()


def people_of_all_ages_and_tongues_live_there() -> None:
    people = Person.objects.all()
    years = {UNTIL.year - year for year in people.values_list("birth_year", flat=True) if year}
    assert min(years) <= 1
    assert max(years) >= 75
    signs = {name[0] for name in people.values_list("name", flat=True)}
    for first, last in (("A", "Z"), ("ا", "ي"), ("ܐ", "ܬ"), ("Ա", "Ֆ")):
        assert any(first <= sign <= last for sign in signs)
    assert people.filter(died_on__isnull=False).exists()


def test_a_district_is_lawful_but_for_what_was_planted() -> None:
    planted = tell("district")
    assert Commune.objects.count() == 40
    assert set(Person.objects.values_list("gender", flat=True)) == {*Gender.values}
    assert Body.objects.filter(kind=BodyKind.COUNCIL).count() == 6
    assert found_by_audit(UNTIL) == {(one.subject, one.rule, one.verdict) for one in planted}
    assert {one.verdict for one in planted} == {"fail", "vacant"}
    assert not broken_books()
    an_agenda_waits_for_the_secretary()
    the_minutes_wait_for_one_signature()
    the_delegate_is_bound()
    the_admin_audits()


def holder(name: str) -> Person:
    """The person behind an account."""
    person = Account.objects.get(username=name).person
    assert person is not None
    return person


def an_agenda_waits_for_the_secretary() -> None:
    now = Calendar(UNTIL).at(0, 18)
    meeting = Meeting.objects.get(body__name=FIRST, starts_at=now)
    assert meeting.stage == Stage.CONVENED
    assert may_run(holder("secretary"), meeting, now)
    kinds = list(meeting.items.values_list("kind", flat=True))
    assert 8 <= len(kinds) <= 10
    assert kinds.count("motion") == 1
    assert meeting.items.get(parent__title__startswith="The generator").kind == "discussion"
    assert Proposal.objects.waiting().filter(body=meeting.body).count() == 2
    election = nominating.of_item(meeting.items.get(kind="election"))
    assert election is not None
    assert not Mandate.objects.filter(seat__in=nominating.seats_of(election)).in_force(now)
    assert electing.entry_problems(election.item, now)  # nobody has opened it yet


def the_minutes_wait_for_one_signature() -> None:
    meeting = Meeting.objects.get(
        body__name=FIRST, closed_at__isnull=False, signed_at__isnull=True, sitting="assembly"
    )
    assert may_sign(holder("cochair2"), meeting)
    assert [one.person for one in meeting.signings.all()] == [holder("cochair1")]


def the_delegate_is_bound() -> None:
    now = Calendar(UNTIL).at(0, 12)
    mandate = Mandate.objects.in_force(now).get(person=holder("delegate"))
    assert mandate.seat.office == "delegate"
    assert mandate.seat.sending_body is not None
    assert mandate.seat.sending_body.name == FIRST
    council = mandate.seat.body
    open_motion = council.motions.order_by("-raised_at").first()
    bound = Instruction.objects.standing().get(
        sender=mandate.seat.sending_body, motion_version__motion=open_motion
    )
    assert bound.stance == Stance.FOR


def the_admin_audits() -> None:
    now = Calendar(UNTIL).at(0, 12)
    rows = Mandate.objects.in_force(now).filter(person=holder("admin"), seat__office="auditor")
    assert rows.get().seat.body.level == "district"
    assert not Account.objects.filter(is_staff=True).exists()
    assert not Mandate.objects.in_force(now).filter(person=holder("resident")).exists()


def test_the_command_writes_the_accounts_and_leaves_a_database_in_use_alone(
    tmp_path: Path,
) -> None:
    file = tmp_path / "demo-accounts.txt"
    call_command("seed", size="village", seed=8, until=UNTIL, accounts=str(file))
    lines = [line.split(" ") for line in file.read_text().splitlines()]
    assert [name for name, _password in lines] == list(accounts.ORDER)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len({password for _name, password in lines}) == 1
    for name, password in lines:
        assert authenticate(None, username=name, password=password) is not None
    before, text = fingerprint(), file.read_text()
    with pytest.raises(CommandError, match="already holds bodies"):
        call_command("seed", size="village", seed=8, accounts=str(file))
    assert (fingerprint(), file.read_text()) == (before, text)


def test_accounts_that_cannot_be_written_are_told_before_the_story(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("seed", size="village", seed=7, accounts=str(tmp_path / "absent" / "a"))
    assert not Body.objects.exists()


def test_a_story_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_told: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(booking, "write", fall)
    with pytest.raises(OSError, match="disk"):
        call_command("seed", size="village", seed=7, until=UNTIL, accounts=str(tmp_path / "a"))
    assert not Body.objects.exists()
    assert not Account.objects.exists()
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("until", ["1999-12-31", "2999-01-01", "soon", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused(until: str) -> None:
    with pytest.raises(CommandError):
        call_command("seed", "--seed", "7", "--until", until)
    assert not Body.objects.exists()


def test_the_story_ends_today_unless_told_otherwise() -> None:
    seed.refuse(today())
