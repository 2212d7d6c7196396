"""`manage.py restore FILE`: what a backup holds, as it was, or nothing."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from communes.management.commands.verify_books import told
from config import serving
from config.backups import reading, restoring
from config.backups.sealing import NotSealedError
from config.passphrases import passphrase


class Command(BaseCommand):
    """Restore a backup into an empty installation, or in place of what there is."""

    help = (
        "Restore the backup in FILE, made on SQLite or PostgreSQL, and verify every book. "
        "Nothing changes unless all of it holds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what may be given up for it."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--passphrase-file", metavar="FILE", help="else it is asked for")
        parser.add_argument("--replace", action="store_true", help="give up what there is now")
        parser.add_argument("--check", action="store_true", help="only see whether FILE is whole")
        parser.add_argument(
            "--even-broken", action="store_true", help="even if books in it do not hold"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prove the file, then restore it; every refusal says that nothing has changed."""
        path = Path(options["file"]).expanduser()
        phrase = passphrase(options["passphrase_file"], new=False)
        try:
            self.stdout.write("Reading the backup ...")
            head = reading.proven(path, phrase)
            made = f"{head['made_at']} on {head['engine']}"
            if options["check"]:
                self.stdout.write(f"Whole: a backup of {made}.")
                return
            with running():
                self.restore(path, phrase, head, options)
        except restoring.BrokenBooksError as error:
            for one in error.broken:
                self.stderr.write(told(one))
            raise CommandError(f"{error} Nothing has changed; see --even-broken.") from error
        except restoring.FilesLeftError as error:
            raise CommandError(str(error)) from error
        except (NotSealedError, restoring.NotRestoredError, OSError, Error) as error:
            raise CommandError(f"{error} Nothing has changed.") from error

    def restore(self, path: Path, phrase: str, head: Any, options: dict[str, Any]) -> None:
        """Refuse what does not fit, make the tables, load, say what there is now."""
        restoring.demand_same_tables(head)
        if restoring.inhabited() and not options["replace"]:
            raise restoring.NotRestoredError(
                "There are data here already: --replace gives them up for the backup."
            )
        call_command("migrate", interactive=False, verbosity=0)
        totals, broken = restoring.restore(
            path,
            phrase,
            Path(settings.DATA),
            self.stdout.write,
            even_broken=options["even_broken"],
        )
        for one in broken:
            self.stderr.write(told(one))
        self.stdout.write(
            f"Restored as of {head['made_at']}: {totals['rows']:,} rows and "
            f"{totals['files']} files. "
            + (f"Books that do not hold: {len(broken)}." if broken else "Every book holds.")
        )


def running() -> AbstractContextManager[object]:
    """Nobody may serve from the data folder meanwhile. Raises `CommandError` when one does."""
    return nullcontext() if settings.SHARED else serving.hold(Path(settings.DATA))
