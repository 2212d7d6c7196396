"""Addresses of the ground floor's pages."""

from django.urls import URLPattern, URLResolver, path

from communes.views import (
    account,
    account_addresses,
    bodies,
    calendars,
    charters,
    home,
    importing,
    inviting,
    meeting_addresses,
    offline,
    people,
    redeeming,
    register,
    searching,
    slips,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("account/", account.account_page, name="account"),
    path("account/mail/", account.mail_address, name="mail_address"),
    path("account/mail/<str:secret>/", account.confirm_address, name="confirm_address"),
    path("account/calendars/", calendars.make_calendar, name="make_calendar"),
    path("calendars/<uuid:public_id>/revoke/", calendars.revoke_calendar, name="revoke_calendar"),
    path("calendars/<str:secret>.ics", calendars.calendar, name="calendar"),
    path(
        "bodies/<uuid:public_id>/calendar/",
        calendars.make_body_calendar,
        name="make_body_calendar",
    ),
    path("bodies/<uuid:public_id>/", bodies.body, name="body"),
    path("invitation/", redeeming.invitation, name="invitation"),
    path("away/", offline.away, name="away"),
    path("outbox/", offline.outbox, name="outbox"),
    path("worker.js", offline.worker, name="worker"),
    path("notices/read/", home.read_notices, name="read_notices"),
    path("notices/<uuid:public_id>/read/", home.read_notice, name="read_notice"),
    path("search/", searching.search, name="search"),
    path("charter/", charters.charter, name="charter"),
    path("charter/versions/", charters.charter_versions, name="charter_versions"),
    path("charter/charter.pdf", charters.charter_pdf, name="charter_pdf"),
]

_commune = "communes/<uuid:public_id>"
_register = f"{_commune}/register"
_person = f"{_register}/<uuid:person_id>"

urlpatterns += [
    path(f"{_register}/", register.register, name="register"),
    path(f"{_register}/doubts/", register.register_doubts, name="register_doubts"),
    path(f"{_register}/newcomer/", people.register_newcomer, name="register_newcomer"),
    path(f"{_register}/import/", importing.register_import, name="register_import"),
    path(
        f"{_register}/import/<uuid:upload_id>/",
        importing.register_preview,
        name="register_preview",
    ),
    path(f"{_register}/imported/", importing.register_imported, name="register_imported"),
    path(f"{_person}/", people.register_person, name="register_person"),
    path(f"{_person}/correct/", people.register_correct, name="register_correct"),
    path(f"{_person}/move/", people.register_move, name="register_move"),
    path(f"{_person}/death/", people.register_death, name="register_death"),
    path(f"{_person}/departure/", people.register_departure, name="register_departure"),
    path(f"{_person}/confirm/", people.register_confirm, name="register_confirm"),
    path(f"{_person}/merge/", people.register_merge, name="register_merge"),
    path(f"{_person}/slip/", slips.replace_slip, name="replace_slip"),
    path(f"{_commune}/slips/", slips.slips, name="slips"),
    path(f"{_commune}/slips/numbers/", slips.give_numbers, name="give_numbers"),
    path(f"{_commune}/slips.pdf", slips.slips_pdf, name="slips_pdf"),
    path(f"{_commune}/invitations/", inviting.invitations, name="invitations"),
    path(f"{_commune}/invitations/print/", inviting.print_invitations, name="print_invitations"),
]
urlpatterns += account_addresses.PATTERNS
urlpatterns += meeting_addresses.PATTERNS
