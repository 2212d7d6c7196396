"""What a page asks again and again is read once for it: whoever only reads changes nothing.

Who is who, which charter is in force and where somebody belongs is asked by the view, by its
permissions and by each panel. A deed remembers for itself (`acting.known`), and no page after it
remembers what was before it.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_read: ContextVar["dict[Hashable, Any] | None"] = ContextVar("read_for_page", default=None)


@contextmanager
def page() -> Iterator[None]:
    """The frame of one page that is only read."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


@contextmanager
def deed() -> Iterator[None]:
    """The frame of a deed, should a page do one: it sees what is so, and so does what follows."""
    kept = _read.get()
    token = _read.set(None)
    try:
        yield
    finally:
        _read.reset(token)
        if kept is not None:
            kept.clear()


def once(key: Hashable, load: Callable[[], T]) -> T:
    """What `load` answers: asked once for a page, each time elsewhere. Nobody may alter it."""
    kept = _read.get()
    if kept is None:
        return load()
    if key not in kept:
        kept[key] = load()
    found: T = kept[key]
    return found
