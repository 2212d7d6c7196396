"""The one form in which anything is refused."""

from typing import Any

from rest_framework import serializers


class ProblemSerializer(serializers.Serializer[Any]):
    """One reason against what was asked."""

    code = serializers.CharField(help_text="Stable, for programs.")
    message = serializers.CharField(help_text="For people, in their language.")
    field = serializers.CharField(
        allow_null=True, help_text="The input that the reason belongs to, if it belongs to one."
    )
    figures = serializers.DictField(
        help_text="The numbers and ids that the message speaks of; often empty."
    )


class ProblemsSerializer(serializers.Serializer[Any]):
    """Every reason, not only the first."""

    problems = ProblemSerializer(many=True)
