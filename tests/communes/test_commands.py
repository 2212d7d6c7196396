"""Commands: what they print, where, and that they change nothing when they refuse."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from time import monotonic

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from communes import guards
from communes.domain import inviting
from communes.models import Body, Entry, Invitation, Notice, Person, Residence
from tests.factories import world
from tests.grounds import laid

pytestmark = pytest.mark.django_db

HEAD = "household,address,name,gender,birth_year\n"


def run(*args: str) -> tuple[str, str]:
    """What a command says on stdout and stderr. Raises `CommandError` when it exits with 1."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*args, stdout=out, stderr=err)
    except CommandError as error:
        raise CommandError(f"{error}\n{err.getvalue()}") from error
    return out.getvalue(), err.getvalue()


@laid
def made() -> world.Town:
    """A commune with one pair and a recorder."""
    return world.town(pairs=1)


def written(folder: Path, text: str) -> str:
    """A file of that text."""
    path = folder / "register.csv"
    path.write_text(text, encoding="utf-8-sig")
    return str(path)


def test_a_register_is_imported(made: world.Town, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "7,East street,Zozan,f,1990\n\n7,East street,Aram,m,1988\n")
    out, _err = run("import_register", path, "--commune", "komina zeytun")
    assert "new: 2" in out
    assert "1 households are new" in out
    assert Residence.objects.filter(person__name="Zozan", household__name="7").exists()


def test_a_dry_run_enters_nothing(made: world.Town, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "7,East street,Zozan,f,1990\n")
    before = Person.objects.count()
    out, _err = run("import_register", path, "--commune", made.body.key, "--dry-run")
    assert "new: 1" in out
    assert Person.objects.count() == before


def test_errors_are_named_by_row_and_column(made: world.Town, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "7,East,Zozan,f,1990\n7,East,Aram,who,19x\n")
    before = Person.objects.count()
    with pytest.raises(CommandError) as refused:
        run("import_register", path, "--commune", made.body.name)
    assert "Row 3, column gender" in str(refused.value)
    assert "Row 3, column birth_year" in str(refused.value)
    assert Person.objects.count() == before


def test_doubtful_rows_stop_it_unless_it_is_told_what_to_do(
    made: world.Town, tmp_path: Path
) -> None:
    name = made.women[0].name
    path = written(tmp_path, f"{HEAD}9,,{name},f,1985\n9,,Zozan,f,1990\n9,,Zozan,f,1990\n")
    before = Person.objects.count()
    with pytest.raises(CommandError) as refused:
        run("import_register", path, "--commune", made.body.name)
    assert f"Row 2: {name}" in str(refused.value)
    assert "Row 4: Zozan stands in the file twice" in str(refused.value)
    assert Person.objects.count() == before
    run("import_register", path, "--commune", made.body.name, "--doubtful", "same")
    assert Person.objects.count() == before + 1
    assert Residence.objects.get(person=made.women[0], until__isnull=True).household.name == "9"


@pytest.mark.parametrize("what", ["no such file", "no such commune", "not a table"])
def test_what_cannot_be_done_is_said(made: world.Town, tmp_path: Path, what: str) -> None:
    path = written(tmp_path, "PK\x03\x04" if what == "not a table" else HEAD + "1,,Zozan,f,1990\n")
    file = str(tmp_path) if what == "no such file" else path
    commune = "Nowhere" if what == "no such commune" else made.body.name
    before = Person.objects.count()
    with pytest.raises(CommandError):
        run("import_register", file, "--commune", commune)
    assert Person.objects.count() == before


def test_five_thousand_rows_take_seconds_and_show_progress(
    made: world.Town, tmp_path: Path
) -> None:
    rows = (
        f"House {n // 5},Street {n // 5},Person {n},{'fm'[n % 2]},{1940 + n % 80}"
        for n in range(5000)
    )
    path = written(tmp_path, HEAD + "\n".join(rows))
    began = monotonic()
    out, _err = run("import_register", path, "--commune", made.body.name)
    assert monotonic() - began < 20
    assert "3000 of 5000 people entered" in out
    assert Residence.objects.filter(commune=made.body.pk).count() == 5003


def test_whole_books_verify(made: world.Town) -> None:
    out, _err = run("verify_books")
    assert out.startswith("Whole: 2 books with ")
    out, _err = run("verify_books", "--body", made.body.key)
    assert out.startswith("Whole: 1 books with ")


@pytest.mark.parametrize("named", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_book_is_refused(made: world.Town, named: str) -> None:
    with pytest.raises(CommandError):
        run("verify_books", "--body", named)


def test_the_first_broken_entry_of_each_book_is_named(made: world.Town) -> None:
    other = world.town("Komîna Gulan", pairs=0)
    beside = Body.objects.exclude(pk__in=[made.body.pk, other.body.pk]).first()
    assert beside is not None
    guards.lift(connection)
    for body, number in ((made.body, 3), (other.body, 2)):
        Entry.objects.filter(body=body, number__gte=number).update(hash="0" * 64)
    guards.install(connection)
    with pytest.raises(CommandError) as refused:
        run("verify_books")
    told = str(refused.value)
    assert f"Komîna Zeytûn ({made.body.key}), entry 3" in told
    assert f"Komîna Gulan ({other.body.key}), entry 2" in told
    assert beside.key not in told
    assert "Books that do not hold: 2 of 4" in told


def test_a_reset_prints_a_code_and_tells_the_holder(made: world.Town) -> None:
    account = world.account("zozan", made.women[0])
    out, _err = run("reset_account", "zozan")
    code = out.splitlines()[0]
    now = timezone.now()
    found = inviting.find(code, now)
    assert found is not None
    assert (found.account, found.purpose) == (account, Invitation.Purpose.RESET)
    assert Notice.objects.filter(account=account, code="account_reset", urgent=True).exists()
    assert account.check_password("olive-tree-42")
    assert inviting.find(code, now + timedelta(days=15)) is None


def test_no_account_no_code(made: world.Town) -> None:
    with pytest.raises(CommandError):
        run("reset_account", "nobody")
    assert not Invitation.objects.exists()


def test_a_book_cut_short_is_found_by_the_hash_on_paper(made: world.Town) -> None:
    head = Entry.objects.filter(body=made.body).order_by("-number")[0]
    printed = " ".join(head.hash[start : start + 4] for start in range(0, 64, 4))
    out, _err = run("verify_books", "--body", made.body.key, "--head", printed)
    assert out.startswith("Whole: 1 books with ")
    guards.lift(connection)
    Entry.objects.filter(pk=head.pk).delete()
    guards.install(connection)
    with pytest.raises(CommandError):
        run("verify_books", "--body", made.body.key, "--head", printed)
    with pytest.raises(CommandError):
        run("verify_books", "--head", printed)
