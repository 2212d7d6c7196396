"""What dates say, in each language, at the edges of days, years and clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from communes import dates

DAMASCUS = ZoneInfo("Asia/Damascus")
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
MEETING = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)


def said(instant: datetime, language: str = "en") -> str:
    return dates.say_instant(instant, now=NOW, zone=DAMASCUS, language=language)


def test_an_instant_is_said_as_the_clocks_of_its_place_show_it() -> None:
    assert said(MEETING) == "Thursday 3 December, 18:00 · in 12 days"


def test_the_year_is_said_when_it_is_another() -> None:
    assert said(datetime(2027, 3, 14, 9, 0, tzinfo=UTC)).startswith("Sunday 14 March 2027, 12:00")


def test_a_document_always_says_the_year() -> None:
    assert dates.say_day(date(2026, 12, 3), today=None, language="en") == "Thursday 3 December 2026"


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=5), "in 5 minutes"),
        (timedelta(hours=-3), "3 hours ago"),
        (timedelta(hours=13), "in 1 day"),  # another day of the calendar, though not 24 hours
        (timedelta(hours=12, minutes=59), "in 1 day"),
        (timedelta(days=59), "in 59 days"),
        (timedelta(days=90), "in 3 months"),
        (timedelta(days=-1), "1 day ago"),
    ],
)
def test_how_far_off(away: timedelta, words: str) -> None:
    evening = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    distance = dates.say_distance(evening + away, now=evening, zone=DAMASCUS, language="en")
    assert distance == words


def test_just_after_midnight_is_minutes_off_not_a_day() -> None:
    before = datetime(2026, 11, 21, 20, 50, tzinfo=UTC)  # 23:50 in Damascus
    after = before + timedelta(minutes=20)
    assert dates.say_distance(after, now=before, zone=DAMASCUS, language="en") == "in 20 minutes"


def test_arabic_speaks_its_own_words_and_levantine_months() -> None:
    assert said(MEETING, "ar") == "الخميس، 3 كانون الأول، 18:00 · خلال 12 يومًا"


@pytest.mark.parametrize(
    ("language", "words"),
    [("ku", "pêncşem, 3ê berfanbarê, 18:00"), ("ckb", "پێنجشەممە، 3ی کانونی یەکەم، 18:00")],
)
def test_kurdish_has_gregorian_months_and_no_shorthand(language: str, words: str) -> None:
    assert said(MEETING, language).startswith(words)
    assert "+12" not in said(MEETING, language)


@pytest.mark.parametrize("unit", ["minute", "hour", "day", "month"])
@pytest.mark.parametrize("language", ["en", "ar", "ku", "ckb"])
def test_no_language_falls_back_to_the_shorthand_of_cldr(language: str, unit: str) -> None:
    for count in (1, 2, 5, 12):
        for sign in (1, -1):
            gap = dates.LENGTHS[unit] * count * sign
            distance = dates.say_distance(NOW + gap, now=NOW, zone=DAMASCUS, language=language)
            assert not distance.startswith(("+", "-"))


def test_a_language_unknown_to_babel_falls_back_to_english() -> None:
    assert dates.say_day(date(2026, 12, 3), today=date(2026, 1, 1), language="xx") == (
        "Thursday 3 December"
    )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (110, "1 hour and 50 minutes"),
        (60, "1 hour"),
        (2880, "2 days"),
    ],
)
def test_how_long(minutes: int, words: str) -> None:
    assert dates.say_duration(timedelta(minutes=minutes), language="en") == words


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_language_of_the_house_joins_a_length_of_time(language: str) -> None:
    said_length = dates.say_duration(timedelta(minutes=110), language=language)
    assert "50" in said_length


def test_the_exact_instant_names_its_offset_and_zone() -> None:
    assert (
        dates.say_moment(MEETING, zone=DAMASCUS, language="en") == "Thursday 3 December 2026, 18:00"
    )
    assert dates.say_exactly(MEETING, zone=DAMASCUS) == "2026-12-03 18:00:00+03:00 Asia/Damascus"


def test_what_ends_at_midnight_is_said_to_end_the_day_before() -> None:
    zone = ZoneInfo("Asia/Damascus")
    midnight = datetime(2026, 12, 4, tzinfo=zone)
    evening = datetime(2026, 12, 4, 18, 0, tzinfo=zone)
    now = datetime(2026, 12, 1, 12, 0, tzinfo=zone)
    told = [dates.say_end(end, now=now, zone=zone, language="en") for end in (midnight, evening)]
    assert told == [
        "the end of Thursday 3 December · in 2 days",
        "Friday 4 December, 18:00 · in 3 days",
    ]
