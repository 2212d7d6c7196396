"""`manage.py backup FILE`: everything in one sealed file, while the server goes on."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backups.taking import Backup, take
from config.passphrases import passphrase


class Command(BaseCommand):
    """Take a backup of the database and the files that belong to it."""

    help = (
        "Write a backup of everything into FILE, sealed with a passphrase, while the server goes "
        "on. A file of that name is replaced once the new one is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file; the passphrase is asked for unless a file holds it."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--passphrase-file", metavar="FILE", help="else it is asked for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, one call, say what the file holds."""
        path = Path(options["file"]).expanduser().resolve()
        if not path.parent.is_dir() or path.is_dir():
            raise CommandError(f"There is no place for a file here: {path}")
        phrase = passphrase(options["passphrase_file"], new=True)
        backup = Backup(Path(settings.DATA), timezone.now(), phrase)
        try:
            totals = take(path, backup, self.stdout.write)
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error}") from error
        size = path.stat().st_size
        self.stdout.write(
            f"{path}: {totals['rows']:,} rows of {totals['tables']} tables and "
            f"{totals['files']} files in {size:,} bytes. Without the passphrase nobody reads it."
        )
