"""An audit carried away: as CSV, as a workbook, as JSON, as a paper."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from communes.typesetting import pdf
from communes.views.asking import found_or_404, me, moment
from quotas import permissions
from quotas.models import Audit, AuditState, Finding
from quotas.papers import audits as papers
from quotas.papers import sheets, tables
from quotas.views.findings import Filters, rows_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Made = Callable[[Audit, "QuerySet[Finding]"], HttpResponseBase]


@login_required
@require_safe
def audit_file(request: HttpRequest, public_id: UUID, form: str) -> HttpResponseBase:
    """What an audit found, in one of the forms; the filters of its page hold here too."""
    rows = permissions.readable_audits(me(request), moment(request))
    done = rows.filter(state=AuditState.DONE).select_related("scope", "charter")
    audit = found_or_404(done, public_id)
    response = FORMS[form](audit, rows_of(audit, Filters.read(request.GET)))
    name = f"audit-{audit.on:%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(audit: Audit, findings: "QuerySet[Finding]") -> HttpResponseBase:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    tables.write_csv(audit, findings, response)
    return response


def _xlsx(audit: Audit, findings: "QuerySet[Finding]") -> HttpResponseBase:
    return HttpResponse(sheets.workbook(audit, findings), content_type=WORKBOOK)


def _json(audit: Audit, findings: "QuerySet[Finding]") -> HttpResponseBase:
    told = papers.chunks(audit, findings)
    return StreamingHttpResponse(told, content_type="application/json")


def _pdf(audit: Audit, findings: "QuerySet[Finding]") -> HttpResponseBase:
    told = papers.paper(audit, findings, get_language() or "en")
    return HttpResponse(pdf(told), content_type="application/pdf")


FORMS: dict[str, Made] = {"csv": _csv, "xlsx": _xlsx, "json": _json, "pdf": _pdf}
