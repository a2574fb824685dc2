"""The child: it loads every parser, locks itself, and then answers one request at a time until its pipe closes.

Started as `python -I -c BOOT ROOT [PATH...]` from a checkout or an installed package, and as
`workbench --child` from a frozen build; or a copy of a process so started, where that was told to be the nursery.
Requests come on standard input, answers go to standard output; both are moved aside first, so that nothing a
library prints can reach the supervisor.
"""

import os
import signal
import sys
import warnings
from typing import Any

from workbench.domain.examinations import Limits
from workbench.sandbox.confinement import confine
from workbench.sandbox.nursery import raise_children
from workbench.sandbox.protocol import BrokenFrame, ClosedPipe, Frame, receive, send

BLOB_LIMIT = 2**32
OUT_OF_MEMORY = Frame({"error": "examine.out-of-memory"})


def main() -> None:
    """Serve until the supervisor closes the pipe. Never returns to a caller's code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the supervisor's to answer
    requests, answers = _pipes()
    warnings.simplefilter("ignore")
    try:
        start = receive(requests, 0).header
        if start.get("nursery") and sys.platform == "linux":
            from workbench.sandbox.confinement.linux import die_with

            die_with(int(start["parent"]))
        from workbench.sandbox import decoding, steps, warmup  # every parser, only now and only here

        decoding.prepare_decoders()
        warmup.warm_up()
        picture = warmup.small_photograph()
        found = {"tools": steps.tools(), "readers": steps.readers()}
        if start.get("nursery"):
            raise_children(requests, answers, int(start["parent"]))  # goes on in each child, whose pipes these now are
            start = receive(requests, 0).header
        isolation = confine(int(start["memory_bytes"]), int(start["parent"]))
        hello: dict[str, Any] = {"level": isolation.level.value, "layers": isolation.layers, **found}
        warmup.settle(picture)
        send(answers, hello)
        _serve(requests, answers, steps)
    except (ClosedPipe, BrokenFrame):
        pass
    finally:
        os._exit(0)


def _serve(requests: int, answers: int, steps: Any) -> None:
    """Steps come in a bunch behind their file; where the picture itself fails, the rest of the bunch is dropped."""
    untrusted, limits, dropping = b"", Limits(), True
    while True:
        request = receive(requests, BLOB_LIMIT)
        if request.header["step"] == "load":
            untrusted, limits, dropping = request.blob, Limits(**request.header["limits"]), False
        elif not dropping:
            try:
                reply = steps.answer(untrusted, limits, request.header)
            except MemoryError:
                # Said before all that was taken is given back, on leaving this clause: that takes its time.
                reply = OUT_OF_MEMORY
                send(answers, reply.header)
            else:
                send(answers, reply.header, reply.blob)
            dropping = "error" in reply.header and request.header["step"] != "read"


def _pipes() -> tuple[int, int]:
    """Private copies of the two pipes; the standard descriptors lead nowhere."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (requests, answers):
            msvcrt.setmode(descriptor, os.O_BINARY)
    return requests, answers
