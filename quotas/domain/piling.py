"""Ranked ballots on their way into the count: typed line by line, or read from a BLT file.

What is typed stays with the meeting, so that another hand or another day goes on with it, until
the minutes are signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes.domain import counting
from communes.domain.acting import Actor, acting
from communes.folding import fold
from communes.models import AgendaItem, Resolution, Stage
from communes.problems import Problem, refuse_if
from quotas.ballot_file import BallotFile, read_ballots
from quotas.domain import nominating
from quotas.models import Candidacy, Election, ElectionMethod, RankedPapers


@dataclass(frozen=True)
class Pile:
    """What is typed so far: how many papers, how many of them blank, how many there may be."""

    papers: int
    blank: int
    present: int

    @property
    def room(self) -> int:
        """How many papers more there can be."""
        return max(self.present - self.papers, 0)


def on_ballot(election: Election) -> list[Candidacy]:
    """The candidates in the order of their numbers on the ballot, the first being 1."""
    return list(election.candidacies.standing().select_related("person").order_by("pk"))


def pile(election: Election, at: datetime) -> Pile:
    """The running total."""
    total = election.papers.aggregate(all=Sum("papers"))["all"] or 0
    blank = election.papers.filter(ranking=[]).aggregate(all=Sum("papers"))["all"] or 0
    return Pile(total, blank, present(election, at))


def present(election: Election, at: datetime) -> int:
    """How many in the room may vote: when the result that stands was entered, or now."""
    rows = Resolution.objects.filter(item=election.item_id).standing()
    found = rows.order_by("-number", "-revision").first()
    return found.present if found else counting.electorate(election.item, at).present


def pile_problems(election: Election) -> list[Problem]:
    """Why no paper may be put on the pile or taken from it now."""
    if election.method != ElectionMethod.RANKED:
        return [Problem("not_ranked", _("This election is not by ranked papers."))]
    if election.item.meeting.stage not in (Stage.OPEN, Stage.CLOSED):
        message = _("Papers are typed in from the opening of the meeting to the signing.")
        return [Problem("no_papers_now", message)]
    return []


def add_problems(
    election: Election, ranking: Sequence[Candidacy], papers: int, at: datetime
) -> list[Problem]:
    """Why these papers cannot be: someone ranked twice, more papers than people in the room."""
    problems = pile_problems(election)
    if problems:
        return problems
    problems += nominating.unaccepted_problems(on_ballot(election))
    if papers < 1:
        problems.append(Problem("papers_none", _("At least one paper."), {}, "papers"))
    if len({row.pk for row in ranking}) < len(ranking):
        message = _("Nobody is ranked twice on one paper.")
        problems.append(Problem("ranked_twice", message, {}, "ranking"))
    if any(row.election_id != election.pk for row in ranking):
        message = _("Someone ranked here does not stand.")
        problems.append(Problem("ranked_unknown", message, {}, "ranking"))
    return problems + _room_problems(pile(election, at), papers)


def _room_problems(so_far: Pile, papers: int) -> list[Problem]:
    if papers <= so_far.room:
        return []
    told = {"room": so_far.room, "present": so_far.present}
    message = ngettext(
        "%(present)s people in the room may vote: there can be %(room)s paper more.",
        "%(present)s people in the room may vote: there can be %(room)s papers more.",
        so_far.room,
    )
    return [Problem("papers_too_many", message % told, told, "papers")]


def add(
    election: Election, *, ranking: Sequence[Candidacy], papers: int, by: Actor, at: datetime
) -> RankedPapers:
    """Put papers of one ranking on the pile; no candidate is a blank paper. Raises `Refused`."""
    with acting(by=by, at=at):
        row = _held(election)
        refuse_if(add_problems(row, ranking, papers, at))
        return RankedPapers.objects.create(
            election=row, ranking=[one.key for one in ranking], papers=papers
        )


def take_back(papers: RankedPapers, *, by: Actor, at: datetime) -> None:
    """Take one typed line back. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(pile_problems(_held(papers.election)))
        papers.delete()


def clear(election: Election, *, by: Actor, at: datetime) -> None:
    """Take everything back that was typed or read from a file. Raises `Refused`."""
    with acting(by=by, at=at):
        row = _held(election)
        refuse_if(pile_problems(row))
        row.papers.all().delete()


def file_problems(election: Election, file: BallotFile, at: datetime) -> list[Problem]:
    """Why a BLT file is not the pile of this election, with the row where there is one."""
    problems = pile_problems(election) or [one.as_problem() for one in file.problems]
    if problems:
        return problems
    rows = on_ballot(election)
    problems += nominating.unaccepted_problems(rows)
    if election.papers.exists():
        message = _("Papers are typed in already: take them back first.")
        problems.append(Problem("count_begun", message, {}, "file"))
    told = {"file": file.candidates, "here": len(rows)}
    if file.candidates != len(rows):
        message = _("The file has %(file)s candidates; here %(here)s stand.")
        problems.append(Problem("file_candidates", message % told, told, "file"))
    elif file.names and _by_name(file, rows) is None:
        strangers = [name for name in file.names if fold(name) not in _names(rows)]
        message = _("The names in the file are not those who stand: %(names)s.")
        names = ", ".join(strangers or file.names)[:200]
        problems.append(Problem("file_names", message % {"names": names}, {}, "file"))
    problems += _counts_problems(file, len(nominating.seats_of(election)))
    return problems + _room_problems(pile(election, at), sum(file.ballots.values()))


def _counts_problems(file: BallotFile, seats: int) -> list[Problem]:
    """What the head of the file says that is not so here."""
    problems = []
    if file.seats != seats:
        told = {"file": file.seats, "here": seats}
        message = _("The file is about %(file)s seats; here %(here)s are to be filled.")
        problems.append(Problem("file_seats", message % told, told, "file"))
    if file.withdrawn:
        message = _("In the file someone withdrew who stands here: candidate %(number)s.")
        told = {"number": min(file.withdrawn)}
        problems.append(Problem("file_withdrawn", message % told, told, "file"))
    return problems


def read_file(election: Election, *, data: bytes, by: Actor, at: datetime) -> int:
    """Put the papers of a BLT file on the empty pile; how many they are. Raises `Refused`.

    Candidates go by their names where the file has them, else by their numbers.
    """
    file = read_ballots(data)
    with acting(by=by, at=at):
        row = _held(election)
        refuse_if(file_problems(row, file, at))
        who = _by_name(file, on_ballot(row)) if file.names else None
        who = who or dict(enumerate(on_ballot(row), start=1))
        RankedPapers.objects.bulk_create(
            RankedPapers(
                election=row, ranking=[who[number].key for number in ranking], papers=papers
            )
            for ranking, papers in file.ballots.items()
            if papers
        )
    return sum(file.ballots.values())


def _by_name(file: BallotFile, rows: Sequence[Candidacy]) -> dict[int, Candidacy] | None:
    """Who is meant by each number of the file; None where names are unknown or ambiguous."""
    known = _names(rows)
    names = [fold(name) for name in file.names]
    if len(known) < len(rows):  # namesakes: the numbers have to tell them apart
        same = [fold(row.person.name) for row in rows] == names
        return dict(enumerate(rows, start=1)) if same else None
    if len(set(names)) < len(names) or not known.keys() >= set(names):
        return None
    return {number: known[name] for number, name in enumerate(names, start=1)}


def _names(rows: Sequence[Candidacy]) -> Mapping[str, Candidacy]:
    return {fold(row.person.name): row for row in rows}


def _held(election: Election) -> Election:
    """The election, with its item held while the pile changes."""
    AgendaItem.objects.select_for_update(of=("self",)).get(pk=election.item_id)
    return Election.objects.select_related("item__meeting__body").get(pk=election.pk)
