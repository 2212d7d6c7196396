"""100,000 steps of a petition in any order, each held against a simple model of it."""

import time

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.mandates.petition_machine import PetitionMachine, prepare

STEPS = 100_000


@pytest.mark.django_db
def test_a_hundred_thousand_steps() -> None:
    """In runs of at most 100 steps, as in the tests."""
    prepare()
    told = settings(
        max_examples=50,
        stateful_step_count=100,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    began = time.monotonic()
    while PetitionMachine.steps < STEPS:
        run_state_machine_as_test(PetitionMachine, settings=told)
        took = time.monotonic() - began
        print(f"{PetitionMachine.steps} steps, {took:.0f} s; none differed", flush=True)
