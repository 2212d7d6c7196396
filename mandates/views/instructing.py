"""An instruction to delegates: which motion it is about, and what the meeting decided."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes.domain import voting
from communes.models import AgendaItem, BodyKind
from communes.views.asking import actor, moment, page, perform, posted, replayed
from mandates.domain import instructing, questioning
from mandates.forms import InstructionForm, MotionForm, StanceForm
from mandates.models import Instruction
from mandates.views import entering
from mandates.views.entering import ASKED, Entry


@login_required
@require_http_methods(ASKED)
def plan_instruction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose the motion, in its newest version, on which the delegates are to be instructed."""
    item = entering.item_for(request, public_id, "instruction")
    at = moment(request)
    open_now = questioning.open_before(item.meeting.body, at)
    planned = instructing.planned_for(item)
    initial = {"motion": planned.motion_version.public_id} if planned else {}
    form = MotionForm(posted(request), questions=open_now, initial=initial)

    def plan() -> str:
        instructing.plan(item, form.cleaned_data["motion"], by=actor(request), at=at)
        return entering.after(item)

    if request.method == "POST" and (replayed(request) or form.is_valid()):
        answer = perform(request, plan, form=form, said=_("The motion is chosen."))
        if answer is not None:
            return answer
    context = {
        "item": item,
        "steps": entering.trail(item),
        "open_now": open_now,
        "decided": entering.standing(item),
    }
    return page(request, "mandates/plan_instruction.html", context, form=form)


@login_required
@require_http_methods(ASKED)
def instruct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter what the delegates are bound to and how it was decided; mend it before signing."""
    item = entering.item_for(request, public_id, "instruction")
    planned = instructing.planned_for(item)
    if planned is None:
        return redirect("plan_instruction", public_id=item.public_id)
    standing = entering.standing(item)
    if standing is None and item.meeting.body.kind == BodyKind.COUNCIL:
        return _by_roll_call(request, item, planned)
    initial = _told(standing.facts | {"text": standing.text} if standing else {})
    form = InstructionForm(posted(request), initial=initial, mending=standing is not None)
    at = moment(request)
    entry = Entry(
        item,
        form,
        rule=lambda count, slip: instructing.entry_problems(item, form.bond(), count, at, slip),
        deed=lambda count, slip: instructing.instruct(
            item, bond=form.bond(), **entering.given(request, form, count, slip)
        ),
        standing=standing,
    )
    answer = entering.answer(request, entry, said=_("The instruction is entered."))
    return answer or entering.shown(request, entry, "mandates/instruct.html", _context(planned))


def _by_roll_call(request: HttpRequest, item: AgendaItem, planned: Instruction) -> HttpResponse:
    """A council sees what its units said, and calls the roll on a stance of its own."""
    at = moment(request)
    form = StanceForm(posted(request), initial={"stance": planned.stance, "limits": planned.limits})

    def call() -> str:
        instructing.put_to_vote(item, form.bond(), by=actor(request), at=at)
        return entering.after(item)

    if request.method == "POST" and (replayed(request) or form.is_valid()):
        said = _("The roll is called: enter what each one answers.")
        answer = perform(request, call, form=form, said=said)
        if answer is not None:
            return answer
    context = {
        **_context(planned),
        "item": item,
        "body": item.meeting.body,
        "steps": entering.trail(item),
        "blocked": voting.open_vote_problems(item),
    }
    return page(request, "mandates/instruct_council.html", context, form=form)


def _told(facts: dict[str, str]) -> dict[str, str]:
    return {name: facts[name] for name in ("stance", "limits", "text") if name in facts}


def _context(planned: Instruction) -> dict[str, object]:
    version = planned.motion_version
    return {"version": version, "host": version.motion.raised_in}
