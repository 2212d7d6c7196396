"""A version of the charter as a paper: every parameter in plain words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.domain import expounding
from communes.domain.daying import zone
from communes.domain.expounding import Part, Rule
from communes.models import Charter
from communes.papers.saying import dated
from communes.typesetting import Paper, isolated, legible

Block = dict[str, Any]


def charter_paper(row: Charter, language: str) -> Paper:
    """The version in that language, section by section."""
    with override(language):
        name = f"{legible(row.name)} · {_('version %(version)s') % {'version': row.version}}"
        return Paper(
            key=f"komin-charter {row.version} {language}",
            title=f"{_('The charter')} · {name}",
            language=language,
            blocks=[
                {"as": "title", "text": _("The charter")},
                {"as": "lead", "text": name},
                {"as": "text", "text": since(row)},
                {"as": "small", "text": legend()},
                *(block for part in expounding.parts(row.text) for block in _part(part)),
            ],
            running=(_("The charter"), isolated(name)),
        )


def since(row: Charter) -> str:
    """From when until when it holds, and by which decision."""
    here = zone().key
    told = {"since": dated(row.since, here), "until": dated(row.until or row.since, here)}
    words = _("From %(since)s until %(until)s.") if row.until else _("In force since %(since)s.")
    if row.resolution is None:
        return words % told
    told |= {
        "number": str(row.resolution.number),
        "body": isolated(row.resolution.item.meeting.body.name),
    }
    return " ".join([words % told, _("By resolution %(number)s of %(body)s.") % told])


def legend() -> str:
    """What the marks of defaults mean."""
    return _(
        "Where a default is marked: “borrowed” is taken from statutes elsewhere, “ours” comes from "
        "no source but this program’s authors."
    )


def _part(part: Part) -> Iterator[Block]:
    yield {"as": "heading", "text": part.title[:1].upper() + part.title[1:]}
    head = [_("What"), _("Rule"), _("Default")]
    rows = [[one.label, legible(one.said), _default(one)] for one in part.rules]
    yield {"as": "table", "head": head, "rows": rows, "shares": [4, 4, 3]}


def _default(one: Rule) -> str:
    """The default where the charter has another, and its mark."""
    words = {"borrowed": _("borrowed"), "ours": _("ours")}
    usual = legible(one.usual) if one.own else _("the same")
    return f"{usual} ({words[one.mark]})" if one.mark else usual
