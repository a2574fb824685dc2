"""The real child with an attacker's code in it: started, warmed up, locked and asked in the way of the product.

Two things are added to it before it begins. The step `escape` tries one of `ways_out`. And a file that begins with
`FAULT` makes the step `pixels` fail, as its kind says, at a moment that the file names: seconds of the monotonic
clock, which is one clock for all processes.
"""

import mmap
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from workbench.domain.refusals import Refusal

ROOT = str(Path(__file__).resolve().parents[2])
BOOT = (
    "import sys; sys.path[:0] = sys.argv[1:2];"
    "sys.path += [path for path in sys.argv[2:] if path not in sys.path];"
    "from tests.sandbox.tampered_child import {entry}; {entry}()"
)
FAULT = b"FAULT"
TOO_LATE = "examine.too-late"
"""What a child says that was not ready to fail at the moment that was named."""
CHUNK = 64 * 2**20


def command(entry: str = "main") -> list[str]:
    """How to start it; as a nursery or as a child of its own, as it is then told."""
    paths = [path for path in sys.path if os.path.isabs(path)]
    return [sys.executable, "-I", "-c", BOOT.format(entry=entry), ROOT, *paths]


def fault(kind: str, at: float) -> bytes:
    """A file for which the child fails at this moment of the monotonic clock."""
    return b"%s %s %r" % (FAULT, kind.encode(), at)


def main() -> None:
    """Be the child."""
    from tests.sandbox import ways_out  # all that an attempt needs is loaded before the lock
    from workbench.domain.examinations import Limits
    from workbench.sandbox import child, steps
    from workbench.sandbox.confinement.seccomp import ARCHITECTURES
    from workbench.sandbox.protocol import Frame

    usual, rules = steps.STEPS["pixels"], ARCHITECTURES[os.uname().machine]

    def escape(untrusted: bytes, limits: Limits, request: Mapping[str, Any]) -> Frame:
        way, around = request["way"], request["around"]
        if way == "every call":
            known = frozenset({*rules.allowed.values(), *rules.protecting.values()}) | {rules.clone}
            tried, strange = ways_out.refused_calls(known, frozenset({rules.clone3}))
            return Frame({"tried": tried, "strange": strange})
        attempt = {**ways_out.PROBES, **ways_out.FURTHER}[way]
        return Frame({"outcome": ways_out.outcome(attempt, around)})

    def pixels(untrusted: bytes, limits: Limits, request: Mapping[str, Any]) -> Frame:
        if not untrusted.startswith(FAULT):
            return usual(untrusted, limits, request)
        _, kind, at = untrusted.split()
        return FAULTS[kind.decode()](float(at))

    def invalid(at: float) -> Frame:
        _until(at)
        return Frame({"preview": [9, 9]}, b"!")

    FAULTS: Mapping[str, Callable[[float], Frame]] = {
        "killed": _for_ever,
        "exit": _exit,
        "hang": _for_ever,
        "memory": _take_all_memory,
        "invalid": invalid,
    }
    steps.STEPS = {**steps.STEPS, "escape": escape, "pixels": pixels}
    child.main()


def _until(at: float) -> None:
    while time.monotonic() < at:
        pass


def _for_ever(at: float) -> Any:
    while True:
        pass


def _exit(at: float) -> Any:
    _until(at)
    os._exit(3)


def _take_all_memory(at: float) -> Any:
    """All but a little is taken at leisure; what is left lasts until the moment."""
    own_and_used = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE
    taken: list[Any] = []
    try:
        while True:
            taken.append(mmap.mmap(-1, CHUNK, own_and_used))
    except OSError:
        if time.monotonic() > at:
            raise Refusal(TOO_LATE) from None
        _until(at)
        taken.append(bytearray(CHUNK))


def control() -> None:
    """Not a child: the one attempt that standard input names, unlocked; standard output says what became of it."""
    import json

    from tests.sandbox import ways_out

    given = json.loads(sys.stdin.read())
    if given["way"] == "every call":
        possible = [number for number in ways_out.HARMLESS_CALLS if ways_out.call(number) >= 0]
        os.write(1, b"possible" if len(possible) == len(ways_out.HARMLESS_CALLS) else b"refused")
    else:
        attempt = {**ways_out.PROBES, **ways_out.FURTHER}[given["way"]]
        os.write(1, ways_out.outcome(attempt, given["around"]).encode())
    os._exit(0)


def escaping() -> None:
    """The supervisor of an escape, which is a program of its own so that another user can be it."""
    from tests.sandbox import escape

    escape.main()


def measuring() -> None:
    """Not a child either, but a process in which a child's work is done and measured."""
    from tests.trials import isolation_cost

    isolation_cost.measure()
