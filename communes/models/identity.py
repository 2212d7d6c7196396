"""Public ids: what the outside may know a row by."""

from django.db import models

from communes.randomness import new_public_id


class PublicId(models.Model):
    """A row that something outside the database points at, by a random id."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """The public id as text, for URLs, entries and the API."""
        return str(self.public_id)
