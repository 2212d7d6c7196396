"""100,000 random steps of a seat and its mandates, beside a model."""

import time

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.mandates.seat_machine import SeatMachine, prepared

STEPS, EACH = 100_000, 200


@pytest.mark.django_db
def test_seats() -> None:
    """As in the tests, longer."""
    prepared()
    began = time.monotonic()
    run = settings(
        max_examples=STEPS * 3 // (EACH * 2),  # some runs are short
        stateful_step_count=EACH,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(SeatMachine, settings=run)
    print(f"\n{SeatMachine.steps} steps agree with the model, {time.monotonic() - began:.0f} s")
    assert SeatMachine.steps >= STEPS
