"""Signing the minutes: read as they will stand, signed, refused with a reason, witnessed."""

from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.domain import signing
from communes.models import Meeting, MeetingRole, Person, Role, Signing, Stage
from communes.papers.gathering import minutes_context, signers
from communes.views import confided
from communes.views.asking import (
    actor,
    me,
    moment,
    only_again,
    page,
    perform,
    require,
    require_fresh,
)
from communes.views.reaching import meeting_of, trail


class RefusalForm(forms.Form):
    """Why somebody does not sign."""

    reason = forms.CharField(
        label=gettext_lazy("Why you do not sign"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes as text, who has signed, and the reader's own signature."""
    meeting = meeting_of(request, public_id)
    who = me(request)
    signs = permissions.may_sign(who, meeting)
    runs = permissions.may_run(who, meeting, moment(request))
    require(signs or runs or only_again(request))
    refusing = request.method == "POST" and request.POST.get("do") == "refuse"
    refusal = RefusalForm(request.POST if refusing else None)
    if request.method == "POST":
        from_paper = request.POST.get("do", "").startswith("paper:")
        require((runs if from_paper else signs) or only_again(request))
        require_fresh(request)
        done = _entered(request, meeting) if from_paper else _answered(request, meeting, refusal)
        if done:
            return done
    context = _context(request, meeting, refusal)
    return page(request, "communes/meetings/sign.html", context, form=refusal)


def _answered(request: HttpRequest, meeting: Meeting, refusal: RefusalForm) -> HttpResponse | None:
    who = me(request)
    assert who is not None
    refuses = request.POST.get("do") == "refuse"
    if refuses and not refusal.is_valid():
        return None
    verdict = Signing.Verdict.REFUSED if refuses else _verdict(meeting, who)

    def answer() -> str:
        signing.sign(
            meeting,
            person=who,
            by=actor(request),
            at=moment(request),
            verdict=verdict,
            reason=refusal.cleaned_data["reason"] if refuses else "",
            seen=request.POST.get("seen", "")[:64],
        )
        return reverse("sign", args=[meeting.public_id])

    said = _("Your refusal is recorded.") if refuses else _("You have signed.")
    return perform(request, answer, form=refusal if refuses else None, said=said)


def _entered(request: HttpRequest, meeting: Meeting) -> HttpResponse | None:
    """A chair signed on paper: whoever runs the meeting enters it, witnesses confirm it."""
    key = request.POST["do"].partition(":")[2]
    chair = next((one.person for one in signing.expected(meeting) if one.person.key == key), None)
    if chair is None:
        raise Http404

    def enter() -> str:
        by, at, seen = actor(request), moment(request), request.POST.get("seen", "")[:64]
        signing.sign(meeting, person=chair, by=by, at=at, seen=seen, on_paper=True)
        return reverse("sign", args=[meeting.public_id])

    said = _("Entered. It holds once two witnesses have signed with their own accounts.")
    return perform(request, enter, said=said, part=key)


def _verdict(meeting: Meeting, who: Person) -> str:
    """As what the reader signs: who chaired signs, who was only named a witness witnesses."""
    chairs = MeetingRole.objects.filter(meeting=meeting, person=who, role=Role.CHAIR)
    return Signing.Verdict.SIGNED if chairs.exists() else Signing.Verdict.WITNESS


def _context(request: HttpRequest, meeting: Meeting, refusal: RefusalForm) -> dict[str, object]:
    who, at = me(request), moment(request)
    signs = permissions.may_sign(who, meeting)
    told = signers(meeting)
    mine = next((one for one in told if who and one["person"].pk == who.pk), None)
    verdict, minutes = _verdict(meeting, who) if who else "", minutes_context(meeting)
    return {
        **minutes,
        "items": confided.beside(request, meeting, minutes["items"]),
        "steps": trail(meeting.body, meeting),
        "signers": told,
        "done": sum(1 for one in told if one["signing"]),
        "witnesses_needed": signing.witnesses_needed(meeting),
        "digest": signing.text_digest(meeting),
        "mine": mine["signing"] if mine else None,
        "signs": signs,
        "as_witness": verdict == Signing.Verdict.WITNESS,
        "blocked": signing.sign_problems(meeting, who, verdict, "") if who and signs else [],
        "runs": permissions.may_run(who, meeting, at),
        "signed": meeting.stage == Stage.SIGNED,
        "refusal": refusal,
        "refusing": refusal.is_bound,
    }
