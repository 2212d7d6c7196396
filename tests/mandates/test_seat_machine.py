"""A seat and its mandates over 2,000 random steps; 100,000 in a measurement."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.mandates.seat_machine import SeatMachine, prepared

STEPS = 2_000
EACH = 50


@pytest.mark.django_db
def test_seat_and_mandate_agree_with_the_model() -> None:
    prepared()
    run = settings(
        max_examples=STEPS * 3 // (EACH * 2),  # some runs are short
        stateful_step_count=EACH,
        deadline=None,
        derandomize=True,  # the benchmark looks further, each time elsewhere
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(SeatMachine, settings=run)
    assert SeatMachine.steps >= STEPS
