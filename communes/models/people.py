"""Persons, the households they live in, and since when they live there."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.arithmetic.days import latest_birth_date, latest_birth_year
from communes.models.identity import PublicId
from communes.periods import Period, holding, ordered


class Gender(models.TextChoices):
    """Self-declared; nobody declares it for another."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    OTHER = "other", _("other")
    UNDISCLOSED = "undisclosed", _("undisclosed")


class PersonQuerySet(models.QuerySet["Person"]):
    """Searches over persons."""

    def living(self) -> Self:
        """Persons who are neither dead, nor merged into another, nor erased."""
        return self.filter(died_on__isnull=True, merged_into__isnull=True, erased_at__isnull=True)

    def residing(self, commune: Any, at: datetime) -> Self:
        """Persons who live in the commune (a row or an id) at the instant."""
        rows = Residence.objects.filter(holding(at), commune=commune)
        return self.filter(pk__in=rows.values("person"))

    def reached(self, age: int, on: date) -> Self:
        """Persons who have reached the age on the day (DOMAIN §1).

        Without a birth date an age counts as reached on 31 December of its year.
        """
        by_date = Q(birth_date__isnull=False, birth_date__lte=latest_birth_date(age, on))
        by_year = Q(birth_date__isnull=True, birth_year__lte=latest_birth_year(age, on))
        return self.filter(by_date | by_year)


class Person(PublicId):
    """A human being known to the register; never deleted, only merged or erased by name."""

    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=240, editable=False)
    folded = models.CharField(max_length=400, db_index=True, editable=False)
    parent_name = models.CharField(_("a parent's name"), max_length=200, blank=True)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender.choices)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    died_on = models.DateField(_("died on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gender__in=Gender.values), name="person_gender_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
                name="person_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_reached(self, age: int, on: date) -> bool:
        """Whether the person has reached the age on the day; unknown births have not.

        Agrees with `PersonQuerySet.reached`.
        """
        if self.birth_date is not None:
            return self.birth_date <= latest_birth_date(age, on)
        return self.birth_year is not None and self.birth_year <= latest_birth_year(age, on)


class Household(PublicId):
    """People living together at one address."""

    name = models.CharField(_("household"), max_length=120)
    address = models.CharField(_("address"), max_length=240, blank=True)
    folded = models.CharField(max_length=400, db_index=True, editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Residence(Period):
    """A person lives in a household of a commune, from one day until another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    household = models.ForeignKey(Household, models.PROTECT, related_name="residences")
    commune = models.ForeignKey("communes.Commune", models.PROTECT, related_name="residences")
    confirmed = models.BooleanField(_("confirmed"), default=True)

    class Meta:
        verbose_name = _("residence")
        verbose_name_plural = _("residences")
        constraints = [
            ordered("residence_ordered"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until__isnull=True),
                name="residence_one_open_per_person",
            ),
        ]
        indexes = [models.Index(fields=["commune", "until"], name="residence_commune_until")]

    def __str__(self) -> str:
        return f"{self.person} · {self.household}"
