"""The ballots of an election as files, so that anyone can count them again elsewhere."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from communes.models import Resolution
from quotas.ballot_file import BallotFile
from quotas.ballot_file.directions import Directions
from quotas.ballot_file.writing import written
from quotas.domain import balancing, deciding_by
from quotas.domain.nominating import seats_of, seats_then
from quotas.models import Candidacy, Election

FORMAT = "komin-ballots/1"


def ballots_file(election: Election, resolution: Resolution) -> str:
    """The ranked papers that were counted as a BLT file, with what is reserved and the seed."""
    told = resolution.facts
    rows = _rows(election, told["on_ballot"])
    return written(
        BallotFile(
            candidates=len(rows),
            seats=len(seats_of(election)),
            ballots={tuple(ranking): papers for papers, ranking in told["papers"]},
            names=tuple(row.person.name for row in rows),
            title=election.item.title,
        ),
        Directions(
            *_reserved(election, told),
            told["count"]["seed"],
            deciding_by.told(told),
            told.get("youth", 0),
        ),
    )


def genders_file(election: Election, resolution: Resolution) -> str:
    """The candidates' genders by number, as `count --genders` reads them; who is young if asked."""
    text = StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    rows = list(enumerate(_rows(election, resolution.facts["on_ballot"]), start=1))
    if not resolution.facts.get("youth"):
        sheet.writerow(["candidate", "gender"])
        sheet.writerows([number, row.gender] for number, row in rows)
        return text.getvalue()
    then = resolution.happened_at
    sheet.writerow(["candidate", "gender", balancing.YOUTH])
    for number, row in rows:
        young = balancing.is_young(row.person, election.body, then)
        sheet.writerow([number, row.gender, balancing.YOUNG if young else ""])
    return text.getvalue()


def raw(election: Election, resolution: Resolution) -> dict[str, Any]:
    """The raw count whatever the method, and what it came to."""
    told: Mapping[str, Any] = resolution.facts
    keys = told.get("on_ballot") or sorted(told["tally"])
    rows = _rows(election, keys)
    women, men = _reserved(election, told)
    return {
        "format": FORMAT,
        "election": election.key,
        "method": election.method,
        "counted": resolution.method,
        "seats": len(seats_of(election)),
        "reserved": {"women": women, "men": men, "youth": told.get("youth", 0)},
        "candidates": [_candidate(number, row) for number, row in enumerate(rows, start=1)],
        "votes": [told["tally"].get(key, 0) for key in keys],
        "abstained": told.get("abstain", 0),
        "papers": [
            {"papers": papers, "ranking": ranking} for papers, ranking in told.get("papers", [])
        ],
        "seated": list(told["seated"]),
        "ties": str(deciding_by.told(told)),
        "seed": told["count"]["seed"] if "count" in told else told.get("lot"),
    }


def _candidate(number: int, row: Candidacy) -> dict[str, Any]:
    return {
        "number": number,
        "person": row.person.key,
        "name": row.person.name,
        "gender": row.gender,
    }


def _rows(election: Election, keys: Sequence[str]) -> list[Candidacy]:
    rows = {row.person.key: row for row in election.candidacies.select_related("person")}
    return [rows[key] for key in keys]


def _reserved(election: Election, told: Mapping[str, Any]) -> tuple[int, int]:
    genders = [seat.reserved_gender for seat in seats_then(election, told)]
    return genders.count("woman"), genders.count("man")
