"""Papers of this floor: the card of a mandate, and the sheet on which electors sign a petition."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from communes.dates import last_instant, say_last
from communes.papers.saying import clocked, dated
from communes.typesetting import Mark, Paper, isolated, legible
from mandates.answers import recall_parameters
from mandates.arithmetic.tokens import fingerprint
from mandates.domain import crediting
from mandates.domain.binding import Sheet
from mandates.domain.questioning import Question
from mandates.models import Petition
from mandates.templatetags.mandates import seat_name

LINES = 12
"""Of a sheet for signatures *(ours)*."""


GROUP = 8
"""Letters of the code that stand together on paper."""


def card_paper(sheet: Sheet, language: str, at: datetime) -> Paper:
    """The card in that language; the code on it is of this instant."""
    mandate, body = sheet.mandate, sheet.mandate.seat.body
    with override(language):
        code = crediting.code_of(sheet, at)
        told = {"key": fingerprint(crediting.own_public())}
        words = _("Who scans this checks the signature without a network. Key: %(key)s") % told
        day = {"day": f"{dated(at, body.time_zone)}, {clocked(at, body.time_zone)}"}
        return Paper(
            key=f"komin-credential {mandate.key} {language}",
            title=f"{_('Credential')} · {legible(mandate.person.name)}",
            language=language,
            blocks=[
                {"as": "title", "text": legible(mandate.person.name)},
                {"as": "lead", "text": sentence(sheet)},
                *_bound(sheet),
            ],
            running=(isolated(body.name), _("Credential")),
            foot=_("As of %(day)s. A mandate that was ended since grants nothing.") % day,
            mark=Mark(words=words, code=_grouped(code), qr=code),
        )


def _grouped(code: str) -> str:
    """The code in groups that lines can hold; who types it may leave out the gaps."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def sentence(sheet: Sheet) -> str:
    """What the bearer is, for whom, from when until when."""
    mandate, seat = sheet.mandate, sheet.mandate.seat
    zone = seat.body.time_zone
    told = {
        "office": seat.get_office_display(),
        "body": isolated(seat.body.name),
        "sender": isolated(seat.sending_body.name) if seat.sending_body else "",
        "since": dated(mandate.since, zone),
        "until": dated(last_instant(mandate.until), zone) if mandate.until else "—",
        "kind": mandate.get_kind_display(),
    }
    if seat.sending_body is not None:
        text = _(
            "%(office)s of %(sender)s in %(body)s, from %(since)s until %(until)s. "
            "Mandate: %(kind)s."
        )
        return text % told
    return _("%(office)s of %(body)s, from %(since)s until %(until)s. Mandate: %(kind)s.") % told


def _bound(sheet: Sheet) -> list[dict[str, Any]]:
    if not sheet.bound:
        return []
    rows = [_row(one) for one in sheet.bound]
    head = [_("What binds"), _("Instruction")]
    return [{"as": "table", "head": head, "rows": rows, "shares": [3, 2]}]


def _row(question: Question) -> list[str]:
    given = question.instruction
    assert given is not None
    version = _("version %(number)s") % {"number": question.version.number}
    limits = f" · {legible(given.limits)}" if given.limits else ""
    title = legible(question.version.motion.title)
    return [f"{title} · {version}", f"{given.get_stance_display()}{limits}"]


def sheet_paper(petition: Petition, number: int, language: str) -> Paper:
    """A sheet for signatures on paper in that language: all that a signatory has to know, lines."""
    with override(language):
        title = _("Petition for the recall of %(name)s") % {"name": petition.mandate.person.name}
        numbered = _("Sheet %(number)s") % {"number": number}
        foot = _(
            "Who signed is seen by those who hand in and verify this sheet and by nobody else."
        )
        return Paper(
            key=f"komin-petition {petition.key} {number} {language}",
            title=f"{legible(title)} · {numbered}",
            language=language,
            blocks=[{"as": "title", "text": legible(title)}, *_asked(petition), _lines()],
            running=(isolated(petition.body.name), numbered),
            foot=foot,
        )


def _asked(petition: Petition) -> Iterator[dict[str, Any]]:
    """Whom it is about, until when, why, and what the person concerned says."""
    yield {"as": "lead", "text": _held(petition)}
    yield {"as": "text", "text": _needed(petition)}
    yield {"as": "heading", "text": _("The grounds")}
    yield {"as": "text", "text": legible(petition.grounds)}
    yield {"as": "heading", "text": _("The reply")}
    none = _("The person concerned was told when the petition opened, and has not replied yet.")
    yield {"as": "text", "text": legible(petition.reply) if petition.replied_at else none}
    yield {"as": "small", "text": _how(petition)}


def _held(petition: Petition) -> str:
    mandate, zone = petition.mandate, petition.zone
    told = {
        "office": capfirst(seat_name(mandate.seat)),
        "body": isolated(mandate.seat.body.name),
        "since": dated(mandate.since, zone),
        "until": dated(last_instant(mandate.until), zone) if mandate.until else "—",
    }
    return _("%(office)s of %(body)s, from %(since)s until %(until)s.") % told


def _needed(petition: Petition) -> str:
    """How many signatures, and the closing instant by the clocks of the body and of the world."""
    zone = petition.zone
    needed = {"needed": petition.threshold, "of": petition.roll_size}
    closes, language = petition.closes_at, get_language() or "en"
    closing = {
        "until": say_last(closes, today=None, zone=ZoneInfo(zone), language=language),
        "zone": isolated(zone),
        "instant": isolated(f"{dated(closes, 'UTC')}, {clocked(closes, 'UTC')} UTC"),
    }
    words = _("It takes the signatures of %(needed)s of %(of)s electors; then the vote is held.")
    until = _("The petition is open until %(until)s by the clocks of %(zone)s (%(instant)s).")
    return f"{words % needed} {until % closing}"


def _how(petition: Petition) -> str:
    rules = recall_parameters(petition.opened_at, petition.body)
    words = _(
        "Each elector signs once: here, or with the own account. A sheet is received when an "
        "elector hands it in, before the closing; it counts when %(verifiers)s electors drawn by "
        "lot confirm it within %(days)s days. Whoever is not an elector is not counted."
    )
    return words % {"verifiers": rules.verifiers, "days": rules.confirm_days}


def _lines() -> dict[str, Any]:
    head = ["", _("Name"), _("Household"), _("Signature")]
    rows = [[str(line), "", "", ""] for line in range(1, LINES + 1)]
    return {"as": "table", "head": head, "rows": rows, "shares": [1, 9, 5, 7], "tall": True}
