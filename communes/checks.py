"""System checks of the ground floor."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from communes import ports


@register()
def ports_filled(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start while a question of the ground floor has no answerer."""
    return [
        Error(f"The port “{name}” is not filled.", id="communes.E001") for name in ports.unfilled()
    ]
