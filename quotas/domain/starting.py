"""A draft of the charter begins with the values of a template, over what was written before."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain import amending
from communes.domain.acting import Actor, acting
from communes.domain.expounding import Difference, differences
from communes.models import AgendaItem, CharterDraft
from communes.problems import Problem, refuse_if
from communes.rewriting import rewritten, values_of
from quotas.parameters import TEMPLATES

SECTION = "quotas"


def lost(item: AgendaItem, template: str, at: datetime) -> list[Difference]:
    """What was written into the draft and would be written over by the template."""
    now, values = amending.drafted(item, at), TEMPLATES[template]
    own = values_of(now.text, SECTION)
    before = values_of(now.base, SECTION)
    over = {key for key in values if before[key] != own[key] != values[key]}
    after = rewritten(now.text, SECTION, {key: values[key] for key in over})
    return differences(now.text, after)


def start_problems(
    item: AgendaItem, template: str, version: int, at: datetime, *, over: bool
) -> list[Problem]:
    """Why the template may not be put into the draft: it writes over own changes, unasked."""
    problems = amending.draft_problems(item, SECTION, TEMPLATES[template], version, at)
    names = [one.label for one in lost(item, template, at)]
    if names and not over:
        message = _("The template would write over what was changed in the draft: %(names)s.")
        told = {"names": ", ".join(names)}
        problems.append(Problem("draft_written_over", message % told, told, "over"))
    return problems


def start(
    item: AgendaItem, *, template: str, version: int, over: bool, by: Actor, at: datetime
) -> CharterDraft:
    """Put the template's values into the draft; `over` own changes too. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(start_problems(item, template, version, at, over=over))
        values = TEMPLATES[template]
        return amending.draft(item, section=SECTION, values=values, version=version, by=by, at=at)
