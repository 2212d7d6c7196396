"""2,000 steps of a petition in any order, each held against the model."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.mandates.petition_machine import PetitionMachine, prepare

STEPS = 2_000


@pytest.mark.django_db
def test_a_petition_and_its_model_never_part() -> None:
    prepare()
    told = settings(
        max_examples=8, stateful_step_count=60, deadline=None,
        suppress_health_check=list(HealthCheck), database=None,
    )  # fmt: skip
    while PetitionMachine.steps < STEPS:
        run_state_machine_as_test(PetitionMachine, settings=told)
