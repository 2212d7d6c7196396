"""The style page: every piece of the interface with invented figures, for developers."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communes.forms_rendering import CountInput, DayInput, InstantInput, RadioButtons
from communes.problems import Problem

PAPERS = ("recorder", "agenda", "attendance", "minutes", "invitations")

HASH = "9f3ac210b7e45d8816c0f2aa73be194d"

PAIR = [
    {"name": "Berîvan Kobanî", "gender": "woman", "url": "#pair", "note": "until 14 March"},
    {"name": "Hogir Ehmed", "gender": "man", "url": "#pair", "note": "until 14 March"},
]
HALF_PAIR = [
    {"vacant": True, "gender": "woman", "doing": "by-election on 3 December"},
    {"name": "عبد الرحمن الخليل", "gender": "man", "note": "caretaker for 41 days"},
]
AGENDA = [
    {"number": 1, "title": "Opening, chair and recorder", "state": "done", "minutes": 5},
    {"number": 2, "title": "Minutes of the last assembly", "state": "done", "minutes": 5},
    {"number": 3, "title": "Reports of the committees", "state": "done", "minutes": 30},
    {"number": 4, "title": "Water pump on the east street", "state": "now", "minutes": 12},
    {
        "number": 5,
        "title": "School: heating oil",
        "minutes": 15,
        "note": "from the women's assembly",
    },
    {"number": 6, "title": "Two delegates to the council", "minutes": 20, "kind": "election"},
]
TREE = [
    {
        "name": "Şaredarî Rojava district council",
        "verdict": "fail",
        "url": "#tree",
        "note": "24 seats",
        "open": True,
        "children": [
            {
                "name": "Neighbourhood council of the east street",
                "verdict": "vacant",
                "url": "#tree",
                "note": "12 seats",
                "open": True,
                "children": [
                    {"name": "Komîna Zeytûn", "verdict": "pass", "url": "#tree", "note": "52"},
                    {"name": "ܩܘܡܝܢܐ ܕܙܝܬܐ", "verdict": "undeterminable", "url": "#tree"},
                    {"name": "كومين الزيتون الشرقي", "verdict": "pass", "url": "#tree"},
                ],
            },
            {"name": "Neighbourhood council of the mill", "verdict": "pass", "url": "#tree"},
        ],
    }
]
PEOPLE = [
    {"name": "Şêrîn Osman", "household": 3, "gender": "woman"},
    {"name": "عائشة الحسن", "household": 7, "gender": "woman"},
    {"name": "ܓܒܪܐܝܠ ܡܠܟܝ", "household": 8, "gender": "man"},
    {"name": "Անի Սարգսյան", "household": 11, "gender": "woman"},
    {"name": "Aram Derwêş", "household": 12, "gender": "man"},
    {"name": "Oğuz Türkmen", "household": 15, "gender": "man"},
]
SIGNERS = [
    {"name": "Berîvan Kobanî", "role": "chair", "signed": "signed on 3 December, 20:14"},
    {"name": "Hogir Ehmed", "role": "chair"},
]
PROBLEMS = [
    Problem("quorum", "57 of 61 members are missing for the quorum: 48 are needed, 45 are here."),
    Problem("presence", "22 women of 57 present: two more are needed to decide."),
]


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As people call her, in any script.")
    households = forms.IntegerField(label="Households", widget=CountInput)
    on = forms.DateField(label="From", widget=DayInput, required=False)
    starts = forms.DateTimeField(label="Begins", widget=InstantInput)
    method = forms.ChoiceField(
        label="How it is decided",
        choices=[("consensus", "Consensus"), ("hands", "Show of hands"), ("roll", "Roll call")],
        widget=RadioButtons,
    )
    body = forms.ChoiceField(label="Body", choices=[("1", "Komîna Zeytûn"), ("2", "Education")])
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    urgent = forms.BooleanField(label="Declared urgent by two thirds", required=False)


def style_page(request: HttpRequest) -> HttpResponse:
    """Show every piece, or with `?paper=minutes` a document for paper; to developers only."""
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise Http404
    paper, theme = request.GET.get("paper"), request.GET.get("theme", "")
    if paper in PAPERS:
        return render(request, f"style/{paper}.html", {**_examples(), "theme": theme})
    messages.success(request, "The minutes are signed.")
    messages.error(request, "The printer did not answer; nothing was lost.")
    return render(request, "style.html", {**_examples(), **_asked(request), "theme": theme})


def _examples() -> dict[str, Any]:
    now = timezone.now()
    return {
        "pair": PAIR,
        "half_pair": HALF_PAIR,
        "agenda": AGENDA,
        "tree": TREE,
        "people": PEOPLE,
        "signers": SIGNERS,
        "problems": PROBLEMS,
        "hash": HASH,
        "papers": PAPERS,
        "soon": now + timedelta(days=12),
        "began": now - timedelta(days=200),
        "chain": _chain(now),
        "events": _events(now),
        "blank": " " * 6,
    }


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {
        "form": ExampleForm(),
        "wrong_form": ExampleForm(
            {"name": "", "households": "-3", "body": "1"}, auto_id="wrong_%s"
        ),
        "page_of_list": Paginator(range(95), 20).get_page(request.GET.get("page")),
        "tabs": [
            {"label": "In force", "url": "#tabs", "current": True, "count": 12},
            {"label": "Ended", "url": "#tabs", "count": 40},
            {"label": "All", "url": "#tabs"},
        ],
        "steps": [{"name": "District", "url": "#top"}, {"name": "Komîna Zeytûn"}],
        "facts": [("Founded", "14 March 2025"), ("Area", "from the mill to the east street")],
        "consequences": ["The mandate ends at once.", "The seat is vacant until the by-election."],
        "hidden": {"key": "example"},
    }


def _chain(now: datetime) -> list[dict[str, Any]]:
    words = [
        ("resolution", "The pump is mended before the winter", "done"),
        ("mandate", "Şêrîn Osman speaks for Komîna Zeytûn", "done"),
        ("instruction", "for, if the council pays half", "done"),
        ("vote", "against", "broken"),
        ("report", "due by Friday", "open"),
    ]
    return [
        {"word": word, "text": text, "state": state, "url": "#chain", "day": now.date()}
        for word, text, state in words
    ]


def _events(now: datetime) -> list[dict[str, Any]]:
    return [
        {"day": now.date(), "text": "Berîvan Kobanî", "note": "elected", "state": "now"},
        {"period": "2 months", "text": "vacant", "state": "open"},
        {"day": (now - timedelta(days=500)).date(), "text": "Zozan Elî", "note": "resigned"},
    ]
