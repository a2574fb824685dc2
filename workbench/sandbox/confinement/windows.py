"""Windows: a job object that bounds memory, allows no further process, and ends with its handle.

Unproven: it has not been run on Windows. A job object keeps the child from starting programs and from eating
the machine's memory; it does not close files or network to it, so the level is `none` by the probes until the
child also runs in an AppContainer, which only whoever starts it can arrange.
"""

import ctypes
import sys
from typing import Any

from workbench.domain.examinations import Isolation
from workbench.sandbox.confinement.probes import judged

EXTENDED_LIMIT_INFORMATION = 9
LIMIT_ACTIVE_PROCESS, LIMIT_PROCESS_MEMORY, DIE_ON_UNHANDLED_EXCEPTION = 0x8, 0x100, 0x400


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h, its nested structures laid out flat."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def confine_windows(memory_bytes: int) -> Isolation:
    return judged((("job-object", _enter_job(memory_bytes)),), ("job-object", "app-container"))


def _enter_job(memory_bytes: int) -> str:
    if sys.platform != "win32":
        return "absent"
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    limits = _Limits(
        flags=LIMIT_ACTIVE_PROCESS | LIMIT_PROCESS_MEMORY | DIE_ON_UNHANDLED_EXCEPTION,
        active_processes=1,
        process_memory=memory_bytes,
    )
    size = ctypes.c_uint32(ctypes.sizeof(limits))
    done = kernel.SetInformationJobObject(job, EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), size)
    done = done and kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
    return f"memory {memory_bytes // 2**20} MiB, one process" if done else f"failed: {ctypes.get_last_error()}"
