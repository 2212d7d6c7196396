"""Any bodies that a table lists, held against a rule; nothing of it is stored."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from communes.views.asking import page, posted
from quotas.arithmetic.composition import CompositionRule, reserved
from quotas.arithmetic.tables import Judged, judge_table
from quotas.composition_file import read_composition
from quotas.forms.tables import TableForm

SHOWN = 500
"""Bodies shown on the page, those that fail first; the total counts all."""
WORST = ("fail", "undeterminable", "vacant", "pass")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def audit_table(request: HttpRequest) -> HttpResponse:
    """Read the file, judge each body and all seats together, and show it at once."""
    form = TableForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"here": "audit"}
    if request.method == "POST" and form.is_valid():
        read = read_composition(form.cleaned_data["file"].read())
        for problem in read.problems:
            form.add_error("file", problem.sentence)
        if not read.problems:
            rule = form.chosen()
            found = judge_table(rule, read.bodies, by_body=read.by_body)
            context |= _judgement(rule, found)
    return page(request, "quotas/table.html", context, form=form)


def _judgement(rule: CompositionRule, found: list[Judged]) -> dict[str, Any]:
    *bodies, total = found
    bodies.sort(key=lambda one: (WORST.index(one.verdict), -(one.needs or 0), one.body or ""))
    return {
        "total": {
            "judged": total,
            "figures": total.as_json(),
            "least": reserved(rule, total.composition.seats),
        },
        "bodies": [one.as_json() for one in bodies[:SHOWN]],
        "counted": len(bodies),
        "passed": sum(one.verdict == "pass" for one in bodies),
        "shown": SHOWN,
    }
