"""A view that answers with a part of a page names a part that the template has."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[2]
CALL = re.compile(r'page\(\s*request,\s*"([^"]+)"[^()]*?partial="([^"]+)"')


def named() -> list[tuple[str, str]]:
    """Every template and part that a view names together."""
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("*/views/*.py"))]
    return [found for text in texts for found in CALL.findall(text)]


def test_parts_are_named() -> None:
    assert ("communes/meetings/open.html", "people") in named()


@pytest.mark.parametrize(("template", "part"), named())
def test_the_part_is_there(template: str, part: str) -> None:
    assert get_template(f"{template}#{part}")
