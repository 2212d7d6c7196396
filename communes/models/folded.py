"""A column that holds another one as it is searched."""

from typing import Any

from django.db import models

from communes.folding import fold


class Folded(models.TextField):  # type: ignore[type-arg]
    """The folded form of the text column `of`, written whenever the row is.

    Whoever saves named columns only names this one beside its source.
    """

    def __init__(self, of: str = "", **options: Any) -> None:
        self.of = of
        super().__init__(**{"default": "", "editable": False, **options})

    def deconstruct(self) -> Any:
        """What a migration writes."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Fold the source as it now stands."""
        found = fold(str(getattr(model_instance, self.of)))
        setattr(model_instance, self.attname, found)
        return found
