"""Opening a meeting, and naming who chairs, records or witnesses, for all of it or one item."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from communes import ports
from communes.domain import opening, recognising
from communes.forms.clocks import ClockForm
from communes.forms.picking import LettersForm, Pick, ids, persons
from communes.models import ConveningSigner, Meeting, MeetingRole, Person, Role, Stage
from communes.problems import Problem
from communes.views.asking import actor, lay_out, me, moment, page, perform
from communes.views.reaching import item_in, run_by, trail
from communes.views.receiving import set_clock

ASKED = ["GET", "HEAD", "POST"]
OFFICES = {"co_chair": lazy("co-chair"), "deputy": lazy("deputy"), "secretary": lazy("secretary")}


def nameable(meeting: Meeting, at: datetime) -> QuerySet[Person]:
    """Whom the meeting may name: its members, residents and officers."""
    officers = [person.pk for person, _office in ports.officers(meeting.body, at)]
    people = recognising.may_come(meeting.body, meeting.sitting, at)
    return Person.objects.filter(Q(pk__in=people.values("pk")) | Q(pk__in=officers))


@login_required
@require_http_methods(ASKED)
def meeting_open(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose who chairs and who records, then open; the officers are proposed."""
    meeting = run_by(request, public_id)
    chairs, recorders = _proposed(request, meeting)
    when = _when(request, meeting)
    if request.method == "POST" and request.POST.get("do") == "open":
        done = _opened(request, meeting, chairs, recorders, when)
        if done:
            return done
    context = {
        "meeting": meeting,
        "steps": trail(meeting.body, meeting),
        "chairs": chairs,
        "recorders": recorders,
        "letters": LettersForm.letters(request.POST),
        "blocked": _blocked(meeting, chairs, recorders, moment(request)),
    }
    context |= {"when": when, "earlier": meeting.starts_at < moment(request)}
    return page(request, "communes/meetings/open.html", context, partial="people", form=when)


def _when(request: HttpRequest, meeting: Meeting) -> ClockForm:
    """When it was opened, if it is entered from paper: asked for by ticking that it is."""
    if request.method == "POST" and request.POST.get("from_paper"):
        return ClockForm(meeting, moment(request), request.POST)
    return ClockForm.at(meeting, moment(request), meeting.starts_at)


def _opened(
    request: HttpRequest, meeting: Meeting, chairs: Pick, recorders: Pick, when: ClockForm
) -> HttpResponse | None:
    if when.is_bound and not when.is_valid():
        return None

    def open_it() -> str:
        recorder = recorders.chosen[0] if recorders.chosen else None
        by, at = actor(request), _began(request, when)
        opening.open_meeting(meeting, chairs=chairs.chosen, recorder=recorder, by=by, at=at)
        if when.is_bound:
            set_clock(request, meeting, at)
        runs = me(request) in [*chairs.chosen, recorder]
        return reverse("room" if runs else "meeting", args=[meeting.public_id])

    return perform(request, open_it, form=when, said=_("The meeting is open."))


def _began(request: HttpRequest, when: ClockForm) -> datetime:
    """When the meeting was opened: now, or when the paper says."""
    told: datetime = when.cleaned_data["instant"] if when.is_bound else moment(request)
    return told


def _blocked(meeting: Meeting, chairs: Pick, recorders: Pick, at: datetime) -> list[Problem]:
    """What stands against opening now, whoever is chosen."""
    someone = [one.person for one in chairs.options[:1]]
    recorder = recorders.options[0].person if recorders.options else None
    problems = opening.open_problems(meeting, chairs=someone, recorder=recorder, at=at)
    return [one for one in problems if one.code in ("meeting_too_early", "meeting_not_waiting")]


def _proposed(request: HttpRequest, meeting: Meeting) -> tuple[Pick, Pick]:
    """The officers, who signed the demand, whoever was named or ticked, and the matches."""
    at = moment(request)
    chairs, recorders = Pick(), Pick()
    asked = request.method == "POST"
    for person, office in ports.officers(meeting.body, at):
        note = str(OFFICES.get(office.code, office.code))
        chairs.add(person, note, chosen=not asked and office.code == "co_chair")
        recorders.add(person, note, chosen=not asked and office.code == "secretary")
    for person in opening.named(meeting, Role.RECORDER):
        recorders.add(person, _("named before"), chosen=not asked)
    for person in _others(request, meeting):
        chairs.add(person)
        recorders.add(person)
    people = nameable(meeting, at)
    for person in persons(people, request.POST.getlist("chairs")):
        chairs.add(person, chosen=True)
    for person in persons(people, request.POST.getlist("recorder")[:1]):
        recorders.add(person, chosen=True)
    return chairs, recorders


def _others(request: HttpRequest, meeting: Meeting) -> list[Person]:
    """The reader, who signed the demand, and the matches of the letters typed."""
    found = [person for person in [me(request)] if person is not None]
    signers = ConveningSigner.objects.filter(request__meeting=meeting).select_related("person")
    found += [row.person for row in signers.order_by("pk")[:20]]
    letters = LettersForm.letters(request.POST)
    return found + [match.person for match in matching(meeting, letters, moment(request))]


def matching(meeting: Meeting, letters: str, at: datetime) -> list[recognising.Match]:
    """Those whom the meeting may name and the letters mean."""
    if not letters.strip():
        return []
    people = recognising.named(nameable(meeting, at), letters, at)[: recognising.SHOWN]
    return [recognising.Match(one, getattr(one, "household", "") or "") for one in people]


@login_required
@require_http_methods(ASKED)
def meeting_roles(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name a chair, recorder or witness, for the meeting or for the item in the address."""
    meeting = run_by(request, public_id)
    item = item_in(meeting, request.GET.get("item", ""))
    if request.method == "POST" and request.POST.get("person"):
        done = _named(request, meeting)
        if done:
            return done
    letters = LettersForm.letters(request.POST)
    rows = MeetingRole.objects.filter(meeting=meeting).select_related("person", "item")
    context = {
        "meeting": meeting,
        "item": item,
        "steps": trail(meeting.body, meeting),
        "roles": rows.order_by("since", "pk"),
        "letters": letters,
        "matches": matching(meeting, letters, moment(request)),
        "witnesses": meeting.stage == Stage.CLOSED,
        "back": reverse("item", args=[item.public_id]) if item else "",
    }
    return page(request, "communes/meetings/roles.html", context, partial="matches")


def _named(request: HttpRequest, meeting: Meeting) -> HttpResponse | None:
    role, _colon, scope = request.POST.get("role", "").partition(":")
    over = role == "hand_over"
    role = str(Role.RECORDER) if over else role
    item = item_in(meeting, request.GET.get("item", "")) if scope == "item" else None
    found = persons(nameable(meeting, moment(request)), [request.POST["person"]])
    if not found or role not in (Role.CHAIR, Role.RECORDER, Role.WITNESS):
        lay_out(request, [Problem("person_missing", _("Choose who is named, and for what."))], None)
        return None

    def name() -> str:
        by, at = actor(request), moment(request)
        if over:
            opening.hand_over(meeting, found[0], by=by, at=at)
            return reverse("meeting", args=[meeting.public_id])
        opening.name_for(meeting, found[0], role, by=by, at=at, item=item)
        return request.get_full_path()

    part = f"{over}:{role}:{scope}:{ids([request.POST['person']])}"
    said = _("%(name)s is named.") % {"name": found[0].name}
    return perform(request, name, part=part, said=said)
