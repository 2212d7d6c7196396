"""`manage.py count`: count ranked ballots again, outside any database."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.arithmetic.genders import Gender
from communes.register_file.decoding import decode
from quotas.arithmetic.composition import reserved
from quotas.arithmetic.counts import as_json
from quotas.arithmetic.displacing import elect
from quotas.arithmetic.guarding import keep
from quotas.arithmetic.ranked import RankedElection
from quotas.arithmetic.seating import by_lot
from quotas.arithmetic.tables import TableRule, rule_of
from quotas.arithmetic.tie_rules import TieRule
from quotas.ballot_file import BallotFile, read_ballots, read_genders
from quotas.ballot_file.across import read_quotas, read_traits
from quotas.ballot_file.directions import Directions, read_directions
from quotas.count_wording import displaced, round_sentences

NO_RULE = "none"


class Command(BaseCommand):
    """Read, count, print."""

    help = (
        "Count a BLT file by the single transferable vote (weighted inclusive Gregory, as in the "
        "Scottish rules of 2007), with seats kept for women and men if asked. Prints JSON: who "
        "is elected, in order, by number on the ballot; every round; every displacement. A file "
        "that was exported here says itself which seats are kept, its tie rule and its seed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The ballots, the seats, who is a woman or a man, what is reserved, the lot's seed."""
        parser.add_argument("file", metavar="FILE.blt")
        parser.add_argument("--seats", type=int, help="instead of the number in the file")
        parser.add_argument("--genders", metavar="FILE.csv", help="columns candidate, gender")
        parser.add_argument("--seed", default="", help="of the lot between equals")
        parser.add_argument(
            "--ties",
            choices=[TieRule.WOMAN_FIRST.value, TieRule.LOT.value],
            help="what settles equal votes: a woman before a man, then the lot, unless said "
            "otherwise here or in the file",
        )
        self._reservations(parser)

    def _reservations(self, parser: CommandParser) -> None:
        parser.add_argument("--reserve-women", type=int, metavar="N")
        parser.add_argument("--reserve-men", type=int, metavar="N")
        parser.add_argument(
            "--reserve",
            action="append",
            default=[],
            metavar="TRAIT=VALUE:N",
            help="N seats for who has this VALUE in the column TRAIT of the table of genders, "
            "across those for women and men; once for each, as youth=yes:2",
        )
        parser.add_argument(
            "--rule",
            choices=[*TableRule, NO_RULE],
            help="reserve what this rule asks of so many seats; with --genders both40 unless said "
            "otherwise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and tell all of it."""
        data = _data(options["file"])
        file = read_ballots(data)
        _check(file.problems)
        said = read_directions(decode(data).text)
        election = _election(file, options, said)
        seed = options["seed"] or (said.seed if said else "")
        ties = TieRule(options["ties"] or (said.ties if said else TieRule.WOMAN_FIRST))
        result = elect(election, by_lot(seed, ties), ties)

        def name(candidate: int) -> str:
            return f"{candidate} ({file.names[candidate - 1]})" if file.names else str(candidate)

        told = as_json(result, seed=seed)
        for row, one in zip(told["displaced"], result.displaced, strict=True):
            row["sentence"] = displaced(one, name)
        for row, round_ in zip(told["rounds"], result.counted.rounds, strict=True):
            row["sentences"] = round_sentences(round_, name)
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))


def _election(
    file: BallotFile, options: Mapping[str, Any], said: Directions | None
) -> RankedElection:
    seats = file.seats if options["seats"] is None else options["seats"]
    own = said if said and seats == file.seats else None
    women, men = _reserved(seats, options, own)
    try:
        kept = keep(seats, women, men)
    except ValueError as error:
        raise CommandError(f"That is no number of seats to fill: {error}.") from error
    if not options["genders"] and (women or men or options["reserve"]):
        raise CommandError("Seats are reserved: --genders must say who may take them.")
    genders, traits = _people(file, options["genders"])
    young = [f"youth=yes:{own.youth}"] if own and own.youth and not options["rule"] else []
    try:
        across = read_quotas(options["reserve"] or young)
        return RankedElection(genders, file.ballots, kept, traits, across)
    except ValueError as error:
        raise CommandError(f"So seats cannot be reserved: {error}.") from error


def _people(
    file: BallotFile, table: str | None
) -> tuple[dict[int, str], dict[int, dict[str, str]]]:
    """Who stands, with gender and, where the table has further columns, other traits."""
    genders = dict.fromkeys(file.standing, Gender.UNDISCLOSED.value)
    if not table:
        return genders, {}
    data = _data(table)
    read = read_genders(data, file.candidates)
    _check(read.problems)
    genders.update((n, g.value) for n, g in read.genders.items() if n in genders)
    return genders, {n: own for n, own in read_traits(data).items() if n in genders}


def _reserved(seats: int, options: Mapping[str, Any], own: Directions | None) -> tuple[int, int]:
    """How many seats are for women and men: as said, as the file says, or as the rule asks."""
    numbers = options["reserve_women"], options["reserve_men"]
    if numbers != (None, None):
        if options["rule"]:
            raise CommandError("Give either --rule or the numbers of seats to reserve.")
        return numbers[0] or 0, numbers[1] or 0
    if own is not None and not options["rule"]:
        return own.women, own.men
    default = TableRule.BOTH40 if options["genders"] else NO_RULE
    name = options["rule"] or default
    if name == NO_RULE:
        return 0, 0
    asked = reserved(rule_of(TableRule(name)), max(seats, 0))
    return asked.women, asked.men


def _data(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {getattr(error, 'strerror', error)}") from error


def _check(problems: Any) -> None:
    if problems:
        raise CommandError("\n".join(problem.sentence for problem in problems))
