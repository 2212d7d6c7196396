"""`manage.py draw`: draw people by lot under quotas, or draw them again from the same seed."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quotas.arithmetic.drawing import Drawn, NoPanel, draw
from quotas.arithmetic.programs import Unsolved
from quotas.people_file import FeatureFile, PeopleFile, read_features, read_people
from quotas.quota_wording import breach


class Command(BaseCommand):
    """Read, draw, print."""

    help = (
        "Draw so many people under quotas, everyone's chance as equal as the quotas allow "
        "(leximin). features.csv has feature, value, min, max; people.csv a row for each person: "
        "nationbuilder_id, id or else the first column, and a column for each feature. Prints "
        "JSON: who is drawn, everyone's chance, the seed, the lottery's fingerprint."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The two tables, how many, and the seed that was published."""
        parser.add_argument("--people", required=True, metavar="people.csv")
        parser.add_argument("--features", required=True, metavar="features.csv")
        parser.add_argument("--size", required=True, type=int, metavar="N")
        parser.add_argument("--seed", required=True, metavar="S")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw, and tell everyone's chance."""
        features = read_features(_data(options["features"]))
        _check(options["features"], features)
        people = read_people(_data(options["people"]), features.quotas)
        _check(options["people"], people)
        try:
            drawn = draw(people.people, features.quotas, options["size"], options["seed"])
        except NoPanel as error:
            raise CommandError("\n".join(map(breach, error.breaches))) from error
        except Unsolved as error:
            raise CommandError(
                f"No lottery was proven to be the fairest in time: {error}"
            ) from error
        except ValueError as error:
            raise CommandError(f"--size: {error}.") from error
        told = {
            **as_json(drawn),
            "size": options["size"],
            "seed": options["seed"],
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))


def as_json(drawn: Drawn) -> dict[str, Any]:
    """Who is drawn; chances as numbers; what a second drawing must agree with."""
    return {
        "drawn": list(drawn.people),
        "chances": {person: float(chance) for person, chance in drawn.chances.items()},
        "lowest_chance": float(min(drawn.chances.values())),
        "panels": len(drawn.lottery.panels),
        "lottery": drawn.fingerprint,
    }


def _data(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {getattr(error, 'strerror', error)}") from error


def _check(path: str, read: FeatureFile | PeopleFile) -> None:
    if read.problems:
        raise CommandError("\n".join(f"{path}: {one.sentence}" for one in read.problems))
