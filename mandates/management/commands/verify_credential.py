"""`manage.py verify_credential CODE`: whether a card holds, on a laptop without a network too."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mandates.arithmetic import tokens
from mandates.domain import crediting

TOLD = {
    "valid": "VALID: signed by a known key, and the term runs.",
    "expired": "EXPIRED: signed by a known key; the term is over.",
    "not_yet": "NOT YET: signed by a known key; the term has not begun.",
    "ended": "ENDED: signed by a known key; the mandate was ended before its term.",
    "unknown_key": "UNKNOWN KEY: no key that is trusted here signed this. Name its file by --key.",
    "forged": "FORGED: the code was changed after it was signed.",
    "unreadable": "UNREADABLE: this is no code of a credential.",
}
SHOWN = ("name", "office", "for", "body", "kind", "since", "until", "bound", "day")


class Command(BaseCommand):
    """Check a code, or print the public key of this installation."""

    help = (
        "Tell whether the code on a credential holds, and the day of its data. A mandate ended "
        "meanwhile is known only where the books are. Exit code 1 unless it holds. With --export "
        "print the public key and its fingerprint, for those who check elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The code, and keys to trust beside the installation's own."""
        parser.add_argument("code", nargs="?", metavar="CODE", help="- reads it from the input")
        parser.add_argument("--key", action="append", default=[], metavar="FILE")
        parser.add_argument("--export", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, or export."""
        if options["export"]:
            self.stdout.write(crediting.exported().strip())
            self.stdout.write(f"fingerprint {tokens.fingerprint(crediting.own_public())}")
            return
        if not options["code"]:
            raise CommandError("Name the code on the card, or - to read it from the input.")
        code = input() if options["code"] == "-" else options["code"]
        found = crediting.check(code, timezone.now(), [self._key(one) for one in options["key"]])
        lines = [TOLD[found.verdict]]
        lines += [f"{name}: {found.facts[name]}" for name in SHOWN if found.facts.get(name)]
        if found.facts:
            lines.append("checked in the books" if found.in_books else "not in the books here")
        if not found.holds:
            raise CommandError("\n".join(lines))
        self.stdout.write("\n".join(lines))

    def _key(self, name: str) -> bytes:
        try:
            key = crediting.public_of(Path(name).read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{name}: {error}") from error
        if key is None:
            raise CommandError(f"{name}: this is no public key of Ed25519.")
        return key
