"""Membership slips as a paper to be cut: a name, a number to read aloud, a code to scan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from communes.domain import issuing
from communes.models import Body, Person, Residence, Slip
from communes.papers.saying import dated
from communes.periods import holding
from communes.typesetting import Paper, isolated, legible

Block = Mapping[str, Any]


def slips_of(commune: Body, people: QuerySet[Person], at: datetime) -> list[Slip]:
    """The valid slips of these people in the commune, neighbours beside each other."""
    rows = Slip.objects.filter(member__commune=commune.pk, revoked_at__isnull=True)
    home = Residence.objects.filter(holding(at), person=OuterRef("member__person"))
    rows = rows.filter(member__person__in=people.order_by().values("pk")).annotate(
        lane=Subquery(home.values("household__address")[:1]),
        house=Subquery(home.values("household__name")[:1]),
    )
    named = rows.select_related("member__person")
    return list(named.order_by("lane", "house", "member__person__sort_key", "pk"))


def slips_paper(commune: Body, slips: Sequence[Slip], language: str) -> Paper:
    """The slips on sheets, two beside each other. Whoever prints them hands each to its bearer."""
    with override(language):
        title = _("Membership slips")
        count = ngettext("%(count)s slip", "%(count)s slips", len(slips)) % {"count": len(slips)}
        say = _(
            "Shown at the door, or the number told. The code holds neither name nor number; who "
            "loses a slip gets another, and the lost one opens nothing any more."
        )
        return Paper(
            key=f"komin-slips {commune.key} {language}",
            title=f"{title} · {legible(commune.name)}",
            language=language,
            blocks=[
                {"as": "title", "text": title},
                {"as": "lead", "text": f"{isolated(commune.name)} · {count}"},
                {"as": "small", "text": say},
                {"as": "slips", "rows": [_slip(commune, slip) for slip in slips]},
            ],
            running=(isolated(commune.name), title),
        )


def _slip(commune: Body, slip: Slip) -> dict[str, str]:
    code = issuing.code_of(slip)
    told = dated(slip.issued_at, commune.time_zone)
    without = _("Printed elsewhere: issue another slip to have its code.")
    return {
        "name": legible(slip.member.person.name),
        "body": legible(commune.name),
        "number": str(slip.member),
        "told": told if code else without,
        "qr": code,
    }
