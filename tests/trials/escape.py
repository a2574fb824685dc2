"""Out of the locked child: twelve probes and more, as root and as an ordinary user, with controls that must succeed."""

import os
import sys
from collections.abc import Collection, Iterator

from tests.sandbox.escape import SWEEP, Found, as_user
from tests.sandbox.ways_out import FURTHER, PROBES
from tests.trials.ledger import Plan, Row, Trial

NOBODY = 65534


def run(plan: Plan) -> Iterator[Row]:
    """Rows for each user: of a forked child, of a child started as a program of its own, and of no child at all."""
    if sys.platform != "linux":
        yield Row("probes refused", "12 of 12", "the layers that are tried are those of Linux", 0, None)
        return
    if os.getuid() == 0:
        yield from _rows("root", None)
        yield from _rows("ordinary user", NOBODY)
    else:
        yield Row("root: probes refused", "12 of 12", "not root: root was not tried", 0, None)
        yield from _rows("ordinary user", None)


def _rows(who: str, user: int | None) -> Iterator[Row]:
    try:
        found = as_user(user)
    except OSError as error:
        yield Row(f"{who}: probes refused", "12 of 12", f"this user cannot run the program here: {error}", 0, None)
        return
    control = found["control"]
    possible = [name for name in PROBES if control[name] == "possible"]
    named = ", ".join(name for name in PROBES if name not in possible)
    yield Row(f"{who}, control: probes possible unlocked", "12 of 12 must be", _share(possible, PROBES, named),
              len(PROBES), len(possible) == len(PROBES))  # fmt: skip
    for way in ("forked", "spawned"):
        yield from _of_child(f"{who}, {way} child", found[way], control)


def _of_child(who: str, found: Found, control: Found) -> Iterator[Row]:
    outcomes = found["outcomes"]
    refused = [name for name in PROBES if outcomes[name].startswith("refused")]
    through = [f"{name}: {outcomes[name]}" for name in PROBES if name not in refused] + found["effects"]
    held = not through and not found["capabilities"] and found["forked"] == ("forked" in who)
    yield Row(f"{who}: probes refused", "12 of 12", f"{_share(refused, PROBES, ', '.join(through))}, level "
              f"{found['level']}", len(PROBES), held)  # fmt: skip
    tried = [name for name in FURTHER if control[name] == "possible"]
    refused = [name for name in tried if outcomes[name].startswith("refused")]
    named = ", ".join(name for name in tried if name not in refused)
    yield Row(f"{who}: further ways, all possible unlocked", "every one refused", _share(refused, tried, named),
              len(tried), bool(tried) and not named)  # fmt: skip
    strange = found["strange"]
    yield Row(f"{who}: system calls outside the allow-list", "every one refused",
              f"{found['tried'] - len(strange)} of {found['tried']}" + (f", not {strange}" if strange else ""),
              found["tried"], found["tried"] > 400 and not strange and control[SWEEP] == "possible")  # fmt: skip


def _share(done: Collection[str], of: Collection[str], named: str) -> str:
    return f"{len(done)} of {len(of)}" + (f" ({named})" if named else "")


TRIAL = Trial("escape", run)
