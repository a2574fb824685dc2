"""macOS: resource limits and the built-in sandbox profile that allows nothing but computing.

Unproven: it has not been run on macOS. `sandbox_init` is deprecated by Apple and still what browsers use; where
it is missing, the level says so. The probes decide, as everywhere.
"""

import ctypes
import ctypes.util
import resource

from workbench.domain.examinations import Isolation
from workbench.sandbox.confinement.probes import judged

PROFILE = b"(version 1)(deny default)"


def confine_macos(memory_bytes: int) -> Isolation:
    layers = []
    for name, limit, value in (
        ("memory", resource.RLIMIT_AS, memory_bytes),
        ("core", resource.RLIMIT_CORE, 0),
        ("file-size", resource.RLIMIT_FSIZE, 0),
        ("processes", resource.RLIMIT_NPROC, 0),
    ):
        try:
            resource.setrlimit(limit, (value, value))
            layers.append((f"rlimit {name}", str(value)))
        except (OSError, ValueError) as error:
            layers.append((f"rlimit {name}", f"failed: {error}"))
    layers.append(("sandbox-profile", _apply_profile()))
    return judged(tuple(layers), ("sandbox-profile",))


def _apply_profile() -> str:
    path = ctypes.util.find_library("sandbox") or "/usr/lib/libsandbox.1.dylib"
    try:
        library = ctypes.CDLL(path)
        error = ctypes.c_char_p()
        if library.sandbox_init(PROFILE, ctypes.c_uint64(0), ctypes.byref(error)):
            return "failed"
    except (OSError, AttributeError) as missing:
        return f"failed: {missing}"
    return "deny default"
