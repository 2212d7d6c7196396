"""The pieces of the pages: what each must say, and to whom, whatever it looks like."""

import re
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from communes.forms_rendering import CountInput, RadioButtons
from communes.problems import Problem


def piece(name: str, /, **context: Any) -> str:
    return re.sub(r"\s+", " ", render_to_string(f"components/{name}.html", context)).strip()


class Census(forms.Form):
    """A form with one field of each sort that is rendered in its own way."""

    households = forms.IntegerField(label="Households", help_text="of today", widget=CountInput)
    method = forms.ChoiceField(
        label="Method", choices=[("a", "A"), ("b", "B")], widget=RadioButtons
    )
    urgent = forms.BooleanField(label="Urgent")
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


@pytest.mark.parametrize("verdict", ["pass", "fail", "vacant", "undeterminable"])
def test_a_verdict_has_its_word_and_a_shape_of_its_own(verdict: str) -> None:
    shapes = {
        other: piece("verdict_mark", verdict=other).split("<svg")[1].split("</svg>")[0]
        for other in ("pass", "fail", "vacant", "undeterminable")
    }
    assert f">{verdict}<" in piece("verdict_mark", verdict=verdict)
    assert list(shapes.values()).count(shapes[verdict]) == 1


def test_a_bare_verdict_keeps_its_word_for_those_who_listen() -> None:
    assert '<span class="visually-hidden">fail</span>' in piece(
        "verdict_mark", verdict="fail", bare=True
    )


@pytest.mark.parametrize(
    ("gender", "word"),
    [
        ("woman", "woman"),
        ("man", "man"),
        ("other", "other gender"),
        ("undisclosed", "gender not disclosed"),
    ],
)
def test_a_gender_is_a_letter_and_a_word(gender: str, word: str) -> None:
    assert f'<span class="visually-hidden">{word}</span>' in piece("gender", gender=gender)


def test_no_problem_shows_nothing() -> None:
    assert piece("problems", problems=[]) == ""
    assert piece("why_not", problems=[]) == ""


def test_every_problem_is_shown_and_nothing_in_it_is_markup() -> None:
    shown = piece("problems", problems=[Problem("a", "first <b>"), "second"])
    assert "<li>first &lt;b&gt;</li>" in shown
    assert "<li>second</li>" in shown


def test_a_meter_says_what_is_missing() -> None:
    shown = piece("presence_meter", present=57, quorum=60, women=22, women_needed=2)
    assert "not met" in shown
    assert "2 more needed" in shown


def test_a_meter_that_is_met_says_so() -> None:
    shown = piece("presence_meter", present=61, quorum=48, women=26, women_needed=0)
    assert "not met" not in shown
    assert "more needed" not in shown


def test_the_vacant_half_of_a_pair_says_what_is_done_about_it() -> None:
    halves = [{"vacant": True, "gender": "woman", "doing": "by-election"}, {"name": "Hogir"}]
    shown = piece("pair", halves=halves)
    assert "vacant" in shown
    assert "by-election" in shown
    assert "Hogir" in shown


def test_a_line_of_consensus_has_no_count() -> None:
    shown = piece("verdict_line", rule="nobody objected", adopted=True)
    assert " for," not in shown
    assert "adopted" in shown


def test_a_count_of_nobody_is_still_a_count() -> None:
    shown = piece("verdict_line", votes_for=0, votes_against=0, abstained=5, adopted=False)
    assert "0 for, 0 against, 5 abstained" in shown


def test_a_wrong_field_is_bound_to_its_error_and_hint() -> None:
    shown = str(Census({"households": "many"})["households"].as_field_group())
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_households_helptext id_households_error"' in shown
    assert 'id="id_households_error"' in shown
    assert 'id="id_households_helptext"' in shown


def test_the_summary_of_errors_leads_to_each_field() -> None:
    shown = str(Census({"households": "many", "key": "k"}))
    targets = re.findall(r'<a href="#([^"]+)"', shown)
    assert targets == ["id_households", "id_method_0", "id_urgent"]
    assert all(f'id="{target}"' in shown for target in targets)


def test_every_field_of_a_form_comes_out_once() -> None:
    shown = str(Census())
    for name in ("households", "urgent", "key"):
        assert shown.count(f'name="{name}"') == 1
    assert shown.count('name="method"') == 2


def test_a_dangerous_act_says_what_follows_before_its_button() -> None:
    request = RequestFactory().get("/")
    shown = render_to_string(
        "components/confirm.html",
        {"label": "End it", "action": "/end/", "consequences": ["The seat falls vacant."]},
        request,
    )
    assert shown.index("The seat falls vacant.") < shown.index("<button")
    assert "csrfmiddlewaretoken" in shown


def test_pictures_hold_no_comma_where_a_locale_would_put_one() -> None:
    with translation.override("ar"):
        shown = piece("threshold", count=1, needed=3, of=7)
    assert re.findall(r'(?:x|width)="[^"]*,', shown) == []


@pytest.mark.parametrize(("language", "start"), [("en", "0%"), ("ar", "75%")])
def test_a_row_begins_where_its_language_begins(language: str, start: str) -> None:
    with translation.override(language):
        shown = piece("threshold", count=1, needed=2, of=4)
    assert f'<rect class="here" x="{start}"' in shown


@pytest.mark.parametrize("page", ["500.html", "403_csrf.html"])
def test_a_page_for_the_worst_moment_needs_nothing(page: str) -> None:
    shown = render_to_string(page)
    assert "<h1>" in shown
    assert 'href="/"' in shown


@pytest.mark.parametrize("page", ["400.html", "403.html", "404.html", "refused.html"])
def test_a_page_of_refusal_shows_no_main_entries_to_a_stranger(page: str) -> None:
    request = RequestFactory().get("/nowhere/")
    request.user = AnonymousUser()
    shown = render_to_string(page, {"problems": ["It is too late."]}, request)
    assert "<h1>" in shown
    assert 'class="menu-links"' not in shown


def test_names_keep_their_own_direction() -> None:
    assert "<bdi>عائشة</bdi>" in piece("person", name="عائشة")
