"""After signing: a correction is proposed to the body's next meeting, beside the original."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.arithmetic import outlines
from communes.domain import approving
from communes.models import AgendaItem, Meeting
from communes.views.asking import actor, me, moment, page, perform, posted, require, require_seen
from communes.views.reaching import meeting_of, trail


class CorrectionForm(forms.Form):
    """What should stand in signed minutes, and where."""

    item = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What should stand there"),
        max_length=approving.LONGEST,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 6}),
        help_text=gettext_lazy("In full sentences: the meeting decides on exactly these words."),
    )

    def __init__(self, meeting: Meeting, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        rows = list(meeting.items.filter(confidential=False).order_by("position", "pk"))
        numbers = outlines.numbers([row.parent_id is not None for row in rows])
        self.items = {row.key: row for row in rows}
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            ("", _("the minutes as a whole")),
            *(
                (row.key, f"{number} · {row.title}")
                for number, row in zip(numbers, rows, strict=True)
            ),
        ]

    @property
    def chosen(self) -> AgendaItem | None:
        """The item that the correction belongs to, if it is not for the whole."""
        return self.items.get(self.cleaned_data["item"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose a correction of signed minutes to the next meeting, as every member may."""
    meeting = meeting_of(request, public_id)
    require(permissions.may_demand(me(request), meeting.body, moment(request)))
    require_seen(meeting.signed_at is not None)
    form = CorrectionForm(meeting, posted(request))
    if request.method == "POST" and form.is_valid():
        said = _("It waits for the next agenda; whoever convenes finds it there.")
        done = perform(request, lambda: _propose(request, meeting, form), form=form, said=said)
        if done:
            return done
    context = {
        "meeting": meeting,
        "steps": trail(meeting.body, meeting),
        "proposed": approving.proposed(meeting),
        "corrections": approving.corrections_of(meeting),
        "zone": meeting.body.time_zone,
    }
    return page(request, "communes/meetings/correct.html", context, form=form)


def _propose(request: HttpRequest, meeting: Meeting, form: CorrectionForm) -> str:
    told: dict[str, Any] = {"item": form.chosen, "text": form.cleaned_data["text"]}
    approving.propose_correction(meeting, by=actor(request), at=moment(request), **told)
    return reverse("correct_minutes", args=[meeting.public_id])
