"""The certificate of someone elected, as a paper: to which seat, by which count, until when."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from communes.dates import last_instant
from communes.domain import opening
from communes.models import Method, Resolution, Role
from communes.papers.saying import dated
from communes.typesetting import Paper, isolated, legible
from mandates.models import Mandate
from quotas.models import Candidacy


def certificate(row: Candidacy, mandate: Mandate, resolution: Resolution, language: str) -> Paper:
    """The certificate in that language, for who chaired the election to sign."""
    meeting = resolution.item.meeting
    with override(language):
        return Paper(
            key=f"komin-certificate {row.key} {language}",
            title=f"{_('Certificate of election')} · {legible(row.person.name)}",
            language=language,
            blocks=[
                {"as": "title", "text": _("Certificate of election")},
                {"as": "lead", "text": sentence(mandate, resolution)},
                {"as": "text", "text": counted(row, resolution)},
                {"as": "text", "text": held(mandate)},
                _signatures(resolution),
            ],
            running=(isolated(meeting.body.name), _("Certificate of election")),
            foot=_("Resolution %(number)s of %(body)s. It holds as long as that resolution does.")
            % {"number": resolution.number, "body": isolated(meeting.body.name)},
        )


def sentence(mandate: Mandate, resolution: Resolution) -> str:
    """Who was elected to what, by whom, when."""
    seat, meeting = mandate.seat, resolution.item.meeting
    told = {
        "name": isolated(mandate.person.name),
        "office": seat.get_office_display(),
        "number": seat.number,
        "body": isolated(seat.body.name),
        "by": isolated(meeting.body.name),
        "day": dated(resolution.happened_at, meeting.body.time_zone),
    }
    words = _("On %(day)s %(by)s elected %(name)s as %(office)s of %(body)s (seat %(number)s).")
    return words % told


def counted(row: Candidacy, resolution: Resolution) -> str:
    """By how many votes, and of how many people in the room."""
    votes = row.votes or 0
    told = {"votes": votes, "present": resolution.present}
    if resolution.rule == "election_ranked":
        words = ngettext(
            "By ranked papers, with %(votes)s first preference; %(present)s people could vote.",
            "By ranked papers, with %(votes)s first preferences; %(present)s people could vote.",
            votes,
        )
    elif resolution.method == Method.QUEUE:
        words = ngettext(
            "With %(votes)s person in the queue behind; %(present)s people in the room could vote.",
            "With %(votes)s people in the queue behind; %(present)s people in the room could vote.",
            votes,
        )
    else:
        words = ngettext(
            "With %(votes)s vote; %(present)s people in the room could vote.",
            "With %(votes)s votes; %(present)s people in the room could vote.",
            votes,
        )
    return words % told


def held(mandate: Mandate) -> str:
    """From when until when the mandate runs, and how far it binds."""
    zone = mandate.seat.body.time_zone
    told = {
        "since": dated(mandate.since, zone),
        "until": dated(last_instant(mandate.until), zone) if mandate.until else "—",
        "kind": mandate.get_kind_display(),
    }
    return _("The mandate runs from %(since)s until %(until)s. Mandate: %(kind)s.") % told


def _signatures(resolution: Resolution) -> dict[str, Any]:
    """Lines for who chaired the election."""
    chairs = opening.running(resolution.item, Role.CHAIR, resolution.happened_at)
    rows = [
        {"name": legible(one.name), "role": str(Role.CHAIR.label), "told": ""} for one in chairs
    ]
    return {"as": "signatures", "rows": rows}
