"""Addresses of the quotas floor's API."""

from django.urls import URLPattern, URLResolver, path

from communes.api.resources import resource
from quotas.api import (
    auditing,
    calling,
    charters,
    courses,
    electing,
    forming,
    mapping,
    papers,
    sortitions,
)

ITEM = "items/<uuid:item>/"
ELECTION = ITEM + "election"
SORTITION = ITEM + "sortition"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bodies/<uuid:body>/electable", resource(get=electing.electable)),
    path(ELECTION, resource(get=electing.election, post=electing.elect)),
    path(ELECTION + "/plan", resource(post=electing.plan_election)),
    path(ELECTION + "/preview", resource(post=electing.preview_election)),
    path(ELECTION + "/release", resource(post=electing.release_seats)),
    path(
        ELECTION + "/primary",
        resource(post=electing.hold_primary, delete=electing.take_primary_back),
    ),
    path(ELECTION + "/candidates", resource(post=electing.stand)),
    path(ELECTION + "/candidates/search", resource(post=electing.search_candidates)),
    path(ELECTION + "/papers", resource(get=papers.papers, post=papers.add_papers)),
    path(ELECTION + "/papers/file", resource(post=papers.read_papers)),
    path("papers/<uuid:papers>", resource(delete=papers.take_papers_back)),
    path("bodies/<uuid:body>/calls", resource(get=calling.elections_to_come)),
    path(ELECTION + "/call", resource(post=calling.announce_candidacy)),
    path("candidacies/<uuid:candidacy>/acceptance", resource(post=calling.accept_candidacy)),
    path("candidacies/<uuid:candidacy>/certificate", resource(get=papers.certificate)),
    path("candidacies/<uuid:candidacy>/component", resource(post=electing.declare_component)),
    path("candidacies/<uuid:candidacy>", resource(delete=electing.withdraw)),
    path("bodies/<uuid:body>/drawable", resource(get=sortitions.drawable)),
    path(SORTITION, resource(get=sortitions.sortition, post=sortitions.enter_drawn)),
    path(SORTITION + "/plan", resource(post=sortitions.plan_sortition)),
    path(SORTITION + "/own", resource(post=sortitions.volunteer, delete=sortitions.take_back)),
    path(SORTITION + "/list", resource(get=sortitions.listed, post=sortitions.put_down)),
    path(SORTITION + "/list/take-off", resource(post=sortitions.take_off)),
    path(SORTITION + "/fix", resource(post=sortitions.fix_list)),
    path(SORTITION + "/seed", resource(post=sortitions.throw_seed)),
    path(SORTITION + "/decline", resource(post=sortitions.give_up_place)),
    path(SORTITION + "/files", resource(get=sortitions.lot_files)),
    path(ITEM + "committee", resource(post=forming.form_committee)),
    path(ITEM + "charter/draft", resource(get=charters.draft, post=charters.write_draft)),
    path(ITEM + "charter/template", resource(post=charters.start_draft)),
    path(ITEM + "charter/draft/take-back", resource(post=charters.take_draft_back)),
    path(ITEM + "charter", resource(post=charters.adopt_charter)),
    path(ITEM + "auditor", resource(post=forming.make_auditor)),
    path("communes", resource(post=forming.found_commune)),
    path("findings", resource(get=courses.courses)),
    path("findings/<uuid:course>", resource(get=courses.course)),
    path("findings/<uuid:course>/notice", resource(post=courses.tell_finding)),
    path("findings/<uuid:course>/answers", resource(post=courses.answer_finding)),
    path("audits", resource(get=auditing.audits, post=auditing.order_audit)),
    path("audits/<uuid:audit>", resource(get=auditing.audit)),
    path("audits/<uuid:audit>/stop", resource(post=auditing.stop_audit)),
    path("audits/<uuid:audit>/findings", resource(get=auditing.findings)),
    path("audits/<uuid:audit>/map", resource(get=mapping.audit_branches)),
    path("audits/<uuid:audit>/map/levels", resource(get=mapping.audit_levels)),
    path("audits/<uuid:audit>/trend", resource(get=mapping.audit_trend)),
    path("audits/<uuid:audit>/past", resource(post=mapping.audit_past)),
    path("audits/<uuid:audit>/comparison", resource(get=mapping.audit_comparison)),
    path("audits/<uuid:audit>/comparison/fell", resource(get=mapping.audit_fell)),
    path("audits/<uuid:audit>/comparison/mended", resource(get=mapping.audit_mended)),
]
