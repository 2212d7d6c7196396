"""The card of a mandate as a paper: seat, term, what binds, and the signed code as a picture."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.papers.saying import clocked, dated
from communes.typesetting import Mark, Paper, isolated, legible
from mandates.arithmetic.tokens import fingerprint
from mandates.domain import crediting
from mandates.domain.binding import Sheet
from mandates.domain.questioning import Question


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
            mark=Mark(words=words, code=code, qr=code),
        )


def sentence(sheet: Sheet) -> str:
    """What the bearer is, for whom, from when until when."""
    mandate, seat = sheet.mandate, sheet.mandate.seat
    zone = seat.body.time_zone
    told = {
        "office": seat.get_office_display(),
        "body": isolated(seat.body.name),
        "sender": isolated(seat.sending_body.name) if seat.sending_body else "",
        "since": dated(mandate.since, zone),
        "until": dated(mandate.until, zone) if mandate.until else "—",
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
