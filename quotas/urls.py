"""Addresses of the quotas floor's pages."""

from django.urls import URLPattern, URLResolver, path

from quotas.views import (
    audited,
    audits,
    beginning,
    calls,
    candidates,
    charters,
    courses,
    elections,
    exports,
    forming,
    founding,
    maps,
    papers,
    primaries,
    releases,
    sortitions,
    tables,
    trends,
    volunteers,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("begin/", beginning.begin, name="begin"),
    path("communes/new/", founding.found, name="found_commune"),
    path("communes/<uuid:public_id>/founded/", founding.founded, name="founded"),
    path(
        "communes/<uuid:public_id>/founded/invitation/",
        founding.invite_recorder,
        name="invite_recorder",
    ),
    path("items/<uuid:public_id>/committee/", forming.form_committee, name="form_committee"),
    path("items/<uuid:public_id>/auditor/", forming.make_auditor, name="make_auditor"),
    path("items/<uuid:public_id>/charter/", charters.adopt_charter, name="adopt_charter"),
    path("items/<uuid:public_id>/charter/draft/", charters.draft_charter, name="draft_charter"),
    path("items/<uuid:public_id>/charter/start/", charters.start_charter, name="start_charter"),
    path(
        "items/<uuid:public_id>/charter/take-back/",
        charters.take_charter_back,
        name="take_charter_back",
    ),
    path("items/<uuid:public_id>/election/plan/", elections.plan_election, name="plan_election"),
    path("items/<uuid:public_id>/election/", elections.elect, name="elect"),
    path(
        "items/<uuid:public_id>/election/result/",
        elections.election_result,
        name="election_result",
    ),
    path("items/<uuid:public_id>/election/release/", releases.release_seats, name="release_seats"),
    path("items/<uuid:public_id>/election/call/", calls.call, name="call"),
    path("items/<uuid:public_id>/election/call/stand/", calls.announce, name="announce"),
    path(
        "items/<uuid:public_id>/election/call/accept/",
        calls.accept_candidacy,
        name="accept_candidacy",
    ),
    path("items/<uuid:public_id>/election/call/step-back/", calls.step_back, name="step_back"),
    path("items/<uuid:public_id>/election/candidates/", candidates.candidates, name="candidates"),
    path("items/<uuid:public_id>/election/withdraw/", candidates.withdraw, name="withdraw"),
    path(
        "items/<uuid:public_id>/election/component/",
        candidates.declare_component,
        name="declare_component",
    ),
    path("items/<uuid:public_id>/election/primary/", primaries.hold_primary, name="hold_primary"),
    path(
        "items/<uuid:public_id>/election/primary/take-back/",
        primaries.take_primary_back,
        name="take_primary_back",
    ),
    path("items/<uuid:public_id>/election/papers/", papers.papers, name="papers"),
    path("items/<uuid:public_id>/election/papers/file/", papers.papers_file, name="papers_file"),
    path(
        "items/<uuid:public_id>/election/papers/take-back/",
        papers.take_papers_back,
        name="take_papers_back",
    ),
    path("items/<uuid:public_id>/election/papers/clear/", papers.clear_papers, name="clear_papers"),
    path(
        "items/<uuid:public_id>/election/certificates/<uuid:candidacy_id>.pdf",
        papers.certificate_pdf,
        name="certificate_pdf",
    ),
    path("items/<uuid:public_id>/election/ballots.blt", papers.ballots_blt, name="ballots_blt"),
    path(
        "items/<uuid:public_id>/election/genders.csv",
        papers.ballots_genders,
        name="ballots_genders",
    ),
    path("items/<uuid:public_id>/election/ballots.json", papers.ballots_json, name="ballots_json"),
    path(
        "items/<uuid:public_id>/election/chair/",
        candidates.name_for_election,
        name="name_for_election",
    ),
    path("items/<uuid:public_id>/sortition/", sortitions.sortition, name="sortition"),
    *(
        path(f"items/<uuid:public_id>/sortition/{address}", view, name=name)
        for address, view, name in [
            ("plan/", sortitions.plan_sortition, "plan_sortition"),
            ("join/", volunteers.volunteer, "volunteer"),
            ("leave/", volunteers.volunteer_no_more, "volunteer_no_more"),
            ("list/", volunteers.listed, "put_on_list"),
            ("fix/", sortitions.fix_list, "fix_list"),
            ("seed/", sortitions.throw_seed, "throw_seed"),
            ("decline/", sortitions.give_up, "give_up_place"),
            ("enter/", sortitions.enter_drawn, "enter_drawn"),
            ("strike/", sortitions.strike_drawn, "strike_drawn"),
            ("chair/", sortitions.name_for_drawing, "name_for_drawing"),
            ("people.csv", sortitions.lot_people, "lot_people"),
            ("features.csv", sortitions.lot_features, "lot_features"),
        ]
    ),
    path("audit/", audits.audit, name="audit"),
    path("audit/table/", tables.audit_table, name="audit_table"),
    path("audit/open/", courses.open_findings, name="open_findings"),
    path("audit/open/tell/", courses.tell_all, name="tell_findings"),
    path("findings/<uuid:public_id>/", courses.finding, name="finding"),
    path("findings/<uuid:public_id>/tell/", courses.tell, name="tell_finding"),
    path("bodies/<uuid:public_id>/findings/", courses.body_findings, name="body_findings"),
    path("audit/<uuid:public_id>/", audits.audit_result, name="audit_result"),
    path("audit/<uuid:public_id>/map/", maps.heat_map, name="heat_map"),
    path("audit/<uuid:public_id>/trend/", trends.trend, name="audit_trend"),
    path("audit/<uuid:public_id>/past/", trends.audit_past, name="audit_past"),
    path("audit/<uuid:public_id>/compare/", trends.compare, name="audit_compare"),
    path("audit/<uuid:public_id>/stop/", audits.stop_audit, name="stop_audit"),
    path(
        "audit/<uuid:public_id>/bodies/<uuid:body_id>/", audited.audited_body, name="audited_body"
    ),
    *(
        path(f"audit/<uuid:public_id>/findings.{form}", exports.audit_file, {"form": form}, name)
        for form, name in [
            ("csv", "audit_csv"),
            ("xlsx", "audit_xlsx"),
            ("json", "audit_json"),
            ("pdf", "audit_pdf"),
        ]
    ),
]
