"""Ranked ballots as files carry them: BLT, and the table of the candidates' genders.

The BLT format (Hill, Wichmann and Woodall): a line with the numbers of candidates and seats,
lines with -N for who withdrew, a line for each ranking (how many papers, the candidates in
order, 0), a line 0, then the names in quotation marks and a title. `#` begins a comment.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from communes.arithmetic.genders import Gender
from communes.register_file.decoding import decode
from communes.register_file.remarks import RowProblem, of_file
from quotas.ballot_file.names import Named, read_names
from quotas.composition_file import GENDERS
from quotas.sheet_file import MOST_PROBLEMS, read_sheet

MOST_CANDIDATES = 1_000
MOST_LINES = 1_000_000
NUMBER = re.compile(r"[0-9]{1,9}")
COMMENT = re.compile(r'#(?=[^"]*(?:"[^"]*"[^"]*)*$).*')
LABEL = re.compile(r"\([^()]*\)")
"""Some programs number the papers, in parentheses before the line."""

Lines = Iterator[tuple[int, str]]


@dataclass(frozen=True)
class BallotFile:
    """What the file holds, or every reason why it cannot be counted.

    `names` are those of the candidates 1, 2, …, or none at all. Rankings are without those who
    withdrew; a ranking of nobody is a blank paper.
    """

    candidates: int = 0
    seats: int = 0
    withdrawn: frozenset[int] = frozenset()
    ballots: Mapping[tuple[int, ...], int] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    title: str = ""
    problems: tuple[RowProblem, ...] = ()

    @property
    def standing(self) -> list[int]:
        """The candidates who did not withdraw."""
        return [one for one in range(1, self.candidates + 1) if one not in self.withdrawn]


@dataclass
class _Reading:
    candidates: int
    seats: int
    withdrawn: set[int] = field(default_factory=set)
    ballots: Counter[tuple[int, ...]] = field(default_factory=Counter)
    problems: list[RowProblem] = field(default_factory=list)
    ended: bool = False

    def remark(self, line: int, code: str, **figures: str | int) -> None:
        self.problems.append(RowProblem(line, "", code, figures))


def read_ballots(data: bytes) -> BallotFile:
    """Read a BLT file; never raises. A ranking with equal ranks is refused, not guessed."""
    decoded = decode(data)
    if decoded.problem:
        return BallotFile(problems=(decoded.problem,))
    lines = _lines(decoded.text)
    line, head = next(lines, (0, ""))
    if not line:
        return BallotFile(problems=(of_file("empty_file"),))
    numbers = [int(word) for word in head.split() if NUMBER.fullmatch(word)]
    if len(numbers) != len(head.split()) or len(numbers) != 2 or not all(numbers):
        return BallotFile(problems=(RowProblem(line, "", "blt_head", {"text": head[:40]}),))
    if numbers[0] > MOST_CANDIDATES:
        return BallotFile(problems=(of_file("too_many_candidates", limit=MOST_CANDIDATES),))
    reading = _Reading(numbers[0], numbers[1])
    _rankings(reading, lines)
    named = read_names(lines, reading.candidates) if reading.ended else Named()
    return _file(reading, named)


def _file(reading: _Reading, named: Named) -> BallotFile:
    if not reading.ended and not reading.problems:
        reading.problems.append(of_file("blt_no_end"))
    problems = (*reading.problems, *named.problems)
    if problems:
        return BallotFile(problems=problems[:MOST_PROBLEMS])
    ballots: Counter[tuple[int, ...]] = Counter()
    for ranking, papers in reading.ballots.items():
        ballots[tuple(one for one in ranking if one not in reading.withdrawn)] += papers
    gone = frozenset(reading.withdrawn)
    return BallotFile(reading.candidates, reading.seats, gone, ballots, named.names, named.title)


def _lines(text: str) -> Lines:
    """The lines that say anything, without comments (`#` within a name is none)."""
    for number, line in enumerate(text.splitlines(), start=1):
        said = COMMENT.sub("", line).strip() if "#" in line else line.strip()
        if said:
            yield number, said


def _rankings(reading: _Reading, lines: Lines) -> None:
    """Everything up to the line 0; after too many problems the rest is not read."""
    for count, (number, line) in enumerate(lines):
        if line == "0":
            reading.ended = True
            return
        if count >= MOST_LINES:
            reading.problems.append(of_file("too_many_lines", limit=MOST_LINES))
        if len(reading.problems) >= MOST_PROBLEMS or count >= MOST_LINES:
            return
        words = LABEL.sub(" ", line, count=1).split() if line[0] == "(" else line.split()
        read = _withdrawal if words and words[0][0] == "-" and len(words[0]) > 1 else _ballot
        read(reading, number, words)


Reader = Callable[[_Reading, int, list[str]], None]


def _withdrawal(reading: _Reading, line: int, words: list[str]) -> None:
    for word in words:
        number = _number(word[1:]) if word[0] == "-" else None
        if number is None or not 0 < number <= reading.candidates:
            reading.remark(line, "blt_withdrawal", text=word[:40])
        else:
            reading.withdrawn.add(number)


def _ballot(reading: _Reading, line: int, words: list[str]) -> None:
    """A line "3 1 4 2 0": three papers; a dash is a place left out."""
    ends = [at for at, word in enumerate(words) if word == "0"]
    if not words or ends != [len(words) - 1]:
        return reading.remark(line, "blt_ballot_end", text=" ".join(words)[:40])
    weight, *ranks = words[:-1] or [""]
    papers = _number(weight)
    if papers is None:
        return reading.remark(line, "blt_weight", text=weight[:40])
    ranking = []
    for word in ranks:
        if "=" in word:
            return reading.remark(line, "blt_equal_ranks", text=word[:40])
        number = _number(word)
        if word != "-" and (number is None or not 0 < number <= reading.candidates):
            return reading.remark(line, "blt_candidate", text=word[:40], most=reading.candidates)
        if number is not None:
            ranking.append(number)
    if len(set(ranking)) < len(ranking):
        twice = next(one for one in ranking if ranking.count(one) > 1)
        return reading.remark(line, "blt_twice", candidate=twice)
    reading.ballots[tuple(ranking)] += papers
    return None


def _number(word: str) -> int | None:
    return int(word) if NUMBER.fullmatch(word) else None


@dataclass(frozen=True)
class GenderFile:
    """The candidates' genders by their number on the ballot, or what is wrong."""

    genders: Mapping[int, Gender] = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()


def read_genders(data: bytes, candidates: int) -> GenderFile:
    """Read a table with the columns `candidate` and `gender`; never raises.

    Who is not in it, or has a blank gender, is undisclosed.
    """
    sheet = read_sheet(data, ("candidate", "gender"))
    problems = list(sheet.problems)
    genders: dict[int, Gender] = {}
    for line, cells in sheet.rows:
        number, word = _number(cells["candidate"]), cells["gender"].casefold()
        told: dict[str, str | int] = {"text": cells["candidate"][:40], "most": candidates}
        if number is None or not 0 < number <= candidates:
            problems.append(RowProblem(line, "candidate", "blt_candidate", told))
        elif number in genders:
            problems.append(RowProblem(line, "candidate", "row_twice", told))
        elif word and word not in GENDERS:
            told = {"text": cells["gender"][:40]}
            problems.append(RowProblem(line, "gender", "unknown_gender", told))
        else:
            genders[number] = GENDERS[word] if word else Gender.UNDISCLOSED
    return GenderFile({} if problems else genders, tuple(problems[:MOST_PROBLEMS]))
