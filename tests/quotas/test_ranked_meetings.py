"""Ranked papers in a meeting: typed, taken back, read from a file, counted, told, recounted."""

import json
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import given

from communes.domain.planning import PlannedItem
from communes.models import Account, Person, Resolution
from communes.problems import Refused
from mandates.models import Mandate, Seat
from quotas.arithmetic import counts, displacing
from quotas.arithmetic.guarding import size
from quotas.arithmetic.ranked import RankedElection
from quotas.arithmetic.seating import by_lot
from quotas.ballot_file import BallotFile
from quotas.ballot_file.directions import Directions
from quotas.ballot_file.writing import written
from quotas.domain import electing, nominating, piling, telling
from quotas.models import Displacement, Election, ElectionMethod, RankedPapers
from tests.counting import queries
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.quotas.ranked import elections


@laid
def held() -> Gathering:
    """An open assembly with twenty in the room."""
    return gathering(items=[PlannedItem("Co-chairs", "election")])


def planned(held: Gathering, method: str = ElectionMethod.RANKED) -> Election:
    """The election of both co-chairs, for whom a seat each is kept; three women, one man stand."""
    seats = list(Seat.objects.filter(body=held.body, office="co_chair"))
    told: Any = {"by": SYSTEM, "at": timezone.now()}
    made = nominating.plan(held.item(), seats, method=method, **told)
    for person in people(held):
        nominating.stand(made, person, **told)
    return made


def people(held: Gathering) -> list[Person]:
    return [*held.town.women[4:7], held.town.men[4]]


def url(held: Gathering, name: str) -> str:
    return reverse(name, args=[held.item().public_id])


def typed(held: Gathering, *lines: tuple[str, int]) -> None:
    for ranking, papers in lines:
        answer = post(held.recorder, url(held, "papers"), ranking=ranking, papers=papers)
        assert answer.status_code == 302, answer.content.decode()


PAPERS = [("1 2", 9), ("2 1", 6), ("4", 2), ("0", 1)]


def recounted(files: dict[str, str], seats: int) -> dict[str, object]:
    """What the command makes of exported files, outside any database."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text)
        out = StringIO()
        names = [str(Path(folder) / name) for name in files]
        call_command("count", names[0], seats=seats, genders=names[1], stdout=out)
    told: dict[str, object] = json.loads(out.getvalue())
    return told


@given(elections())
def test_a_file_is_recounted_to_the_same_and_kept_rounds_are_read_back(
    asked: RankedElection,
) -> None:
    result = displacing.elect(asked, by_lot("a1"))
    kept = counts.of_facts(json.loads(json.dumps(counts.as_facts(result, seed="a1"))))
    assert (kept.elected, kept.rounds) == (result.counted.elected, result.counted.rounds)
    assert kept.displaced == result.displaced
    papers = {way: number for way, number in asked.ballots.items() if number}
    file = BallotFile(len(asked.genders), size(asked.kept), ballots=papers)
    text = written(file, Directions(asked.kept.women, asked.kept.men, "a1"))
    rows = "".join(f"{number},{gender}\n" for number, gender in asked.genders.items())
    told = recounted({"a.blt": text, "a.csv": "candidate,gender\n" + rows}, size(asked.kept))
    assert told["elected"] == list(result.counted.elected)


def test_papers_are_typed_counted_told_and_counted_again_outside(held: Gathering) -> None:
    election = planned(held)
    typed(held, *PAPERS)
    page = held.recorder.get(url(held, "elect")).content.decode()
    assert "<strong>18</strong> papers; 20 in the room may vote" in page
    assert "Round 1" in page
    assert not Mandate.objects.filter(person=people(held)[0]).exists()
    assert post(held.recorder, url(held, "elect")).status_code == 302
    holders = {row.seat.reserved_gender: row.person for row in elected(held)}
    assert holders == {"woman": people(held)[0], "man": people(held)[3]}
    told = held.member.get(url(held, "election_result")).content.decode()
    second, man = people(held)[1].name, people(held)[3].name
    assert f"By votes alone {second} would be elected; {man} is." in told
    assert "has reached the quota with 9 votes" in told
    names = ["ballots_blt", "ballots_genders"]
    files = {name: held.member.get(url(held, name)).content.decode() for name in names}
    assert recounted(files, 2)["elected"] == standing(held).facts["count"]["elected"]
    raw = held.member.get(url(held, "ballots_json")).json()
    assert min((one["papers"], one["ranking"]) for one in raw["papers"]) == (1, [])
    assert Displacement.objects.get(election=election).figures["reserved_for"] == "man"
    assert held.guest.get(url(held, "ballots_blt")).status_code == 404


def test_each_elected_has_a_certificate_in_four_languages(held: Gathering) -> None:
    election = planned(held)
    typed(held, *PAPERS)
    assert post(held.recorder, url(held, "elect")).status_code == 302
    page = held.member.get(url(held, "election_result")).content.decode()
    assert page.count("language=ckb") == 2
    won, lost = election.candidacies.get(person=people(held)[0]), people(held)[1]
    for language in ("en", "ar", "ku", "ckb"):
        args = [held.item().public_id, won.public_id]
        answer = held.member.get(reverse("certificate_pdf", args=args), {"language": language})
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    args = [held.item().public_id, election.candidacies.get(person=lost).public_id]
    assert held.member.get(reverse("certificate_pdf", args=args)).status_code == 404
    caller = Caller(Account.objects.get(username="member"))
    told = caller.get(f"candidacies/{won.key}/certificate").body["text"]
    assert f"elected {people(held)[0].name} as co-chair" in told
    assert "9 first preferences" in told
    assert "Mandate: imperative" in told


def elected(held: Gathering) -> list[Mandate]:
    return list(Mandate.objects.filter(resolution=standing(held)).select_related("person", "seat"))


def standing(held: Gathering) -> Resolution:
    return Resolution.objects.standing().get(item=held.item())


@pytest.mark.parametrize(
    ("ranking", "papers", "said"),
    [
        ("1 5", 1, "“5” is no candidate; they are 1 to 4."),
        ("x", 1, "“x” is no candidate"),
        ("", 1, "This field is required."),
        ("1 1", 1, "Nobody is ranked twice on one paper."),
        ("1", 21, "there can be 20 papers more"),
        ("1\x00", 1, "Null characters are not allowed."),
        ("1", 0, "greater than or equal to 1"),
    ],
)
def test_a_line_that_cannot_be_is_told_where_it_was_typed(
    held: Gathering, ranking: str, papers: int, said: str
) -> None:
    planned(held)
    answer = post(held.recorder, url(held, "papers"), ranking=ranking, papers=papers)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RankedPapers.objects.exists()


def test_a_line_is_taken_back_and_the_list_of_candidates_is_closed(held: Gathering) -> None:
    election = planned(held)
    typed(held, ("١ ٢", 1), ("3", 1))
    assert [len(row.ranking) for row in election.papers.all()] == [2, 1]
    with pytest.raises(Refused, match="count_begun"):
        nominating.withdraw(election.candidacies.all()[0], by=SYSTEM, at=timezone.now())
    first = election.papers.all()[0]
    for _time in range(2):
        answer = post(held.recorder, url(held, "take_papers_back"), line=first.key)
    assert answer.status_code == 404
    assert post(held.member, url(held, "papers"), ranking="1", papers=1).status_code == 403
    assert post(held.guest, url(held, "papers"), ranking="1", papers=1).status_code == 404
    assert post(held.recorder, url(held, "clear_papers")).status_code == 302
    assert not election.papers.exists()
    refused = post(held.recorder, url(held, "elect"))
    assert refused.status_code == 422
    assert "No paper that ranks anyone" in refused.content.decode()


def test_a_file_goes_by_names_and_its_errors_by_rows(held: Gathering) -> None:
    election = planned(held)
    names = [person.name for person in people(held)]

    def file(text: str) -> Any:
        upload = SimpleUploadedFile("a.blt", text.encode())
        return post(held.recorder, url(held, "papers_file"), file=upload)

    turned = "".join(f'"{name.upper()}"\n' for name in reversed(names))
    for text, said in (
        ("4 2\n1 9 0\n0\n", "Row 2: “9” is no candidate"),
        ("3 2\n1 1 0\n0\n", "The file has 3 candidates; here 4 stand."),
        ("4 3\n1 1 0\n0\n", "The file is about 3 seats; here 2 are to be filled."),
        (f'4 2\n1 1 0\n0\n"A"\n{turned.split(chr(10), 1)[1]}', "not those who stand: A"),
        ("4 2\n21 1 0\n0\n", "there can be 20 papers more"),
        ("4 2\n-1\n2 2 0\n0\n", "candidate 1"),
    ):
        answer = file(text)
        assert answer.status_code == 422, said
        assert said in answer.content.decode()
    assert file(f"4 2\n5 1 2 0\n0\n{turned}").status_code == 302
    (line,) = election.papers.all()
    assert line.ranking == [row.key for row in reversed(piling.on_ballot(election)[2:])]
    assert "Papers are typed in already" in file("4 2\n1 1 0\n0\n").content.decode()


def test_typed_by_a_slip_the_pile_is_mended_and_the_story_is_told_from_the_kept_rounds(
    held: Gathering,
) -> None:
    election = planned(held)
    typed(held, *PAPERS)
    electing.elect(held.item(), tally=None, by=SYSTEM, at=timezone.now())
    before = telling.story_of(election)
    typed(held, ("2 1", 2))
    assert telling.story_of(election) == before
    refused = post(held.recorder, url(held, "elect"))
    assert refused.status_code == 422
    mended = post(held.recorder, url(held, "elect"), reason="Two papers lay on the floor.")
    assert mended.status_code == 302
    after = telling.story_of(election)
    assert after is not None
    assert (after.papers, standing(held).revision) == (19, 1)


def test_the_page_asks_as_often_for_three_lines_as_for_one(held: Gathering) -> None:
    planned(held)
    typed(held, ("1", 1))
    one = queries(lambda: held.recorder.get(url(held, "elect")))
    typed(held, ("2 1", 1), ("3", 1))
    assert queries(lambda: held.recorder.get(url(held, "elect"))) == one


def test_approvals_are_as_many_for_each_as_people(held: Gathering) -> None:
    election = planned(held, ElectionMethod.APPROVALS)
    votes = {f"votes-{row.key}": "15" for row in election.candidacies.all()}
    wrong = post(held.recorder, url(held, "elect"), method="hands", abstain="6", **votes)
    assert wrong.status_code == 422
    right = post(held.recorder, url(held, "elect"), method="hands", abstain="5", **votes)
    assert right.status_code == 302
    assert standing(held).rule == "election_approvals"
    assert {row.seat.reserved_gender for row in elected(held)} == {"woman", "man"}


def test_by_the_api_the_same(held: Gathering) -> None:
    secretary = Caller(Account.objects.get(username="recorder"))
    item = f"items/{held.item().key}"
    seats = [seat.key for seat in Seat.objects.filter(body=held.body, office="co_chair")]
    told = {"seats": seats, "method": "ranked"}
    assert secretary.post(item + "/election/plan", told).body["method"] == "ranked"
    ids = [
        secretary.post(item + "/election/candidates", {"person": one.key}).body["id"]
        for one in people(held)
    ]
    line = {"ranking": ids[:2], "papers": 9}
    made = secretary.post(item + "/election/papers", line)
    assert (made.status, made.body["ranking"]) == (201, ids[:2])
    assert secretary.post(item + "/election/papers", {"ranking": ids[:1] * 2}).codes == ["twice"]
    assert secretary.post(item + "/election/papers", {**line, "papers": 12}).codes == [
        "papers_too_many"
    ]
    foreseen = secretary.post(item + "/election/preview", {}).body
    assert foreseen["story"]["rounds"][0]["standings"][0]["votes"] == "9"
    left = secretary.send("delete", f"papers/{made.body['id']}")
    assert (left.status, left.body["papers"]) == (200, 0)
    read = secretary.post(item + "/election/papers/file", {"text": "4 2\n9 1 4 0\n0\n"})
    assert (read.status, read.body["papers"]) == (201, 9)
    assert secretary.post(item + "/election", {}).status == 201
    assert secretary.get(item + "/election").body["story"]["quota"] == 4
