"""100,000 random steps of a seat and its mandates, beside a model."""

import time

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.mandates.seat_machine import SeatMachine, prepared

STEPS, EACH = 100_000, 100


@pytest.mark.django_db
def test_seats() -> None:
    """As in the tests, longer, and each time elsewhere."""
    prepared()
    began = time.monotonic()
    run = settings(
        max_examples=50,
        stateful_step_count=EACH,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    while SeatMachine.steps < STEPS:  # some runs are short
        run_state_machine_as_test(SeatMachine, settings=run)
        took = time.monotonic() - began
        print(f"{SeatMachine.steps} steps agree with the model, {took:.0f} s", flush=True)
