"""Asking for what must be refused."""

from collections.abc import Callable

import pytest

from communes.problems import Refused


def codes(deed: Callable[..., object], *args: object, **kwargs: object) -> set[str]:
    """The codes of the problems for which the deed is refused with these arguments."""
    with pytest.raises(Refused) as refused:
        deed(*args, **kwargs)
    return {problem.code for problem in refused.value.problems}
