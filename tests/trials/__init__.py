"""The trials, in the order in which they run: one file each, and one line here."""

from tests.trials import (
    at_rest,
    damage,
    escape,
    faults,
    full_disk,
    hostile_files,
    isolation_cost,
    kills,
    logs,
    memory,
    mutants,
    offline,
    power,
    restore,
    tampering,
    text,
)
from tests.trials.ledger import Trial

TRIALS: tuple[Trial, ...] = (
    escape.TRIAL,
    faults.TRIAL,
    isolation_cost.TRIAL,
    hostile_files.TRIAL,
    mutants.TRIAL,
    memory.TRIAL,
    kills.TRIAL,
    damage.TRIAL,
    power.TRIAL,
    full_disk.TRIAL,
    restore.TRIAL,
    at_rest.TRIAL,
    tampering.TRIAL,
    text.TRIAL,
    offline.TRIAL,
    logs.TRIAL,
)
