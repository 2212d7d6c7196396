"""Whether printed minutes are what the book holds: a file or the code on paper, checked now."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.domain.filing import LARGEST
from communes.papers.verifying import check_code, check_file
from communes.views.asking import me, moment, page, require


class PrintedForm(forms.Form):
    """A PDF of minutes, or the code that stands at the end of the paper."""

    file = forms.FileField(label=gettext_lazy("The PDF"), required=False)
    code = forms.CharField(
        label=gettext_lazy("Or the code printed at the end"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is given. Raises `ValidationError`."""
        told: dict[str, Any] = self.cleaned_data
        if not told.get("file") and not told.get("code"):
            raise forms.ValidationError(_("Choose a file or type the code."))
        if told.get("file") and told["file"].size > LARGEST:
            self.add_error("file", _("This file is too large to be minutes."))
        return told


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_minutes(request: HttpRequest) -> HttpResponse:
    """Check a file or a code against the minutes that the reader may read; nothing is kept."""
    require(me(request) is not None)
    posted = request.method == "POST"
    form = PrintedForm(request.POST, request.FILES) if posted else PrintedForm()
    found = None
    if posted and form.is_valid():
        rows, told = permissions.readable_meetings(me(request), moment(request)), form.cleaned_data
        file = told["file"]
        found = check_file(file.read(), rows) if file else check_code(told["code"], rows)
    context = {"found": found}
    return page(request, "communes/meetings/verify.html", context, form=form)
