"""The real child tries to get out, by every way that hostile code would try first; unlocked, each way is open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sandbox.escape import SWEEP, Found, as_user
from tests.sandbox.ways_out import FURTHER, PROBES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers tried here are those of Linux")

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


@pytest.fixture(scope="module", params=["own user", "ordinary user"])
def found(request: pytest.FixtureRequest) -> Found:
    """What became of every way out, as the user who runs the tests, and as another where that is root."""
    if request.param == "own user":
        return as_user()
    if os.getuid() != 0:
        pytest.skip("needs root to become somebody else")
    try:
        return as_user(NOBODY)
    except OSError as error:
        pytest.skip(f"another user cannot run the program here: {error}")


@pytest.mark.parametrize("way", ["forked", "spawned"])
def test_no_way_out(found: Found, way: str) -> None:
    child = found[way]
    assert {name: said for name, said in child["outcomes"].items() if not said.startswith("refused")} == {}
    assert child["effects"] == []
    assert child["forked"] is (way == "forked")
    assert child["capabilities"] == 0
    assert (child["level"], child["missing"]) == ("full", []) or any("landlock" in one for one in child["missing"])


@pytest.mark.parametrize("way", ["forked", "spawned"])
def test_every_call_but_the_allowed_ones_is_refused(found: Found, way: str) -> None:
    assert found[way]["tried"] > 400
    assert found[way]["strange"] == []


def test_the_probes_prove_something(found: Found) -> None:
    """Without the lock each of the twelve goes through, most of the others do, and their effects are seen outside."""
    control = found["control"]
    assert [name for name in (*PROBES, SWEEP) if control[name] != "possible"] == []
    assert sum(control[name] == "possible" for name in FURTHER) > len(FURTHER) // 2
    assert {"created", "growing", "tcp", "udp", "unix"} <= set(found["control effects"])


def test_a_process_that_is_not_confined_is_called_so() -> None:
    """The probes are what decides: without any layer they go through, and the level is none."""
    script = (
        "import sys; sys.path[:0] = [sys.argv[1]];"
        "from workbench.sandbox.confinement.probes import judged; found = judged((), ('lock',));"
        "print(found.level.value, *found.missing, sep='|')"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script, str(ROOT)], capture_output=True, check=True, timeout=60)
    level, *missing = done.stdout.decode().strip().split("|")
    assert level == "none"
    assert {"lock", "probe open-file", "probe network"} <= set(missing)
