"""Ranked ballots written as a BLT file, for whoever counts them again elsewhere."""

from collections.abc import Iterator

from quotas.ballot_file import BallotFile
from quotas.ballot_file.directions import Directions


def written(file: BallotFile, directions: Directions | None = None) -> str:
    """The file's text: most numerous rankings first, so that the order of papers tells nothing.

    `directions` stand in a comment after the first line.
    """
    first, *rest = _lines(file)
    said = [directions.line] if directions else []
    return "\n".join([first, *said, *rest]) + "\n"


def _lines(file: BallotFile) -> Iterator[str]:
    yield f"{file.candidates} {file.seats}"
    for candidate in sorted(file.withdrawn):
        yield f"-{candidate}"
    for ranking, papers in sorted(file.ballots.items(), key=lambda one: (-one[1], one[0])):
        yield " ".join(map(str, (papers, *ranking, 0)))
    yield "0"
    for name in (*file.names, file.title) if file.names else ():
        yield '"' + " ".join(name.split()).replace('"', '""') + '"'
