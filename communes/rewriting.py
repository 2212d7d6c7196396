"""A charter's text with other values in it: every other line, comments too, stays as it was."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communes import charter

_HEADER = re.compile(r"^\[([A-Za-z_]+)\]\s*$")
_VALUE = re.compile(r"^([A-Za-z_]+)\s*=")


@dataclass(frozen=True)
class Changed:
    """A parameter whose value differs between two texts of a charter."""

    section: str
    key: str
    kind: str
    before: Any
    after: Any


def tables_of(text: str) -> dict[str, dict[str, Any]]:
    """The sections of a readable charter as plain tables."""
    return {key: value for key, value in tomllib.loads(text).items() if isinstance(value, dict)}


def values_of(text: str, section: str) -> dict[str, Any]:
    """Every parameter of a section with its value, the default where the text has none."""
    table = tables_of(text).get(section, {})
    return {one.key: table.get(one.key, one.default) for one in charter.asked(section, table)}


def all_values(text: str) -> dict[str, dict[str, Any]]:
    """Every parameter of every section with its value, the default where the text has none."""
    tables = tables_of(text)
    return {
        section: {one.key: table.get(one.key, one.default) for one in charter.asked(section, table)}
        for section in charter.sections()
        for table in [tables.get(section, {})]
    }


def changed(before: str, after: str) -> list[Changed]:
    """What differs between two texts, parameter by parameter."""
    found = []
    earlier, later = all_values(before), all_values(after)
    for section in charter.sections():
        old, new = earlier[section], later[section]
        kinds = {one.key: one.kind for one in charter.asked(section)}
        found += [
            Changed(section, key, kinds[key], old[key], new[key])
            for key in kinds
            if old[key] != new[key]
        ]
    return found


def rewritten(text: str, section: str, values: Mapping[str, Any]) -> str:
    """The text with these values in that section; what already has its value is left alone."""
    now = values_of(text, section)
    wanted = {key: value for key, value in values.items() if now.get(key) != value}
    if not wanted:
        return text
    blocks = _blocks(text)
    at = next((place for place, block in enumerate(blocks) if _name(block) == section), None)
    if at is None:
        blocks.append(["", f"[{section}]"])
        at = len(blocks) - 1
    blocks[at] = _with(blocks[at], wanted)
    return "\n".join(line for block in blocks for line in block) + "\n"


def written(value: Any) -> str:
    """A value as it stands in such a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(str(key))} = {written(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(written(one) for one in value)}]"
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value).replace("\x7f", ""), ensure_ascii=False)


def _blocks(text: str) -> list[list[str]]:
    """The lines before the first section, then those of each, its header first."""
    blocks: list[list[str]] = [[]]
    for line in text.rstrip("\n").split("\n"):
        if _HEADER.match(line):
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _name(block: list[str]) -> str:
    found = _HEADER.match(block[0]) if block else None
    return found.group(1) if found else ""


def _with(block: list[str], wanted: Mapping[str, Any]) -> list[str]:
    left, lines, skipping = dict(wanted), [], False
    for line in block:
        value = _VALUE.match(line)
        if value or line.startswith("#") or not line.strip():
            skipping = False
        if skipping:
            continue
        if value and value.group(1) in left:
            lines.append(f"{value.group(1)} = {written(left.pop(value.group(1)))}")
            skipping = True
        else:
            lines.append(line)
    tail = [line for line in reversed(lines) if not line.strip()]
    while lines and not lines[-1].strip():
        lines.pop()
    lines += [f"{key} = {written(one)}" for key, one in left.items()]
    return [*lines, *tail[: 1 if tail else 0]]
