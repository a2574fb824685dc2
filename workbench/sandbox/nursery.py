"""Children by fork (Linux): a nursery loads and warms up everything once, and each child is a copy of it.

Starting a program and its imports costs half a second of a processor, and a child is replaced after each damaged
picture; a fork costs milliseconds. The nursery is one thread, and never sees a byte of any file; a forked child
locks itself like any other before it is given one.

What that costs: all children of a session share one memory layout (as those of Chrome's zygote do), so an attacker
who learns it from one child knows it of the next. It is the layers of `confinement/` that hold a child, not chance.

No socket takes part. The supervisor makes a child's two pipes, and the nursery opens the child's ends through
`/proc/PID/fd`. A child is watched and killed by its pidfd, never by a number that may by then be another's:

    supervisor -> nursery   {"fork": [REQUESTS, ANSWERS]}   descriptors of the supervisor
    nursery -> supervisor   {"pid": PID}                    not yet waited for, so that the number stays the child's
    supervisor -> nursery   {"kept": PID}                   it has the pidfd: the nursery may wait for the child
"""

import gc
import os
import select
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from workbench.sandbox.deadline import TimeIsUp, deadline
from workbench.sandbox.process import Process, Spawned
from workbench.sandbox.protocol import BrokenFrame, ClosedPipe, receive, send

START_SECONDS = 60.0


class Forked:
    """A `Process` that the nursery forked: the nursery's child, held by its pidfd."""

    def __init__(self, parent: int, pidfd: int, requests: int, answers: int) -> None:
        self.parent, self.requests, self.answers = parent, requests, answers
        self._pidfd = pidfd

    def alive(self) -> bool:
        return self._pidfd >= 0 and not _ended(self._pidfd, 0)

    def stop(self) -> None:
        if self._pidfd >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def end(self) -> None:
        if self._pidfd >= 0:
            self.stop()
            _ended(self._pidfd, None)
            for descriptor in (self._pidfd, self.requests, self.answers):
                os.close(descriptor)
            self._pidfd = -1


class Nursery:
    """Starts children: by fork where that can be had, else each as a program of its own. For one thread only,
    which must live as long as the children: their end is tied to its.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Starts nothing yet; `command` starts the nursery, and without it a child."""
        self._command = command
        self._program: Spawned | None = None
        self._possible = sys.platform == "linux" and hasattr(os, "pidfd_open")

    def start(self) -> Process:
        """OSError where none can be started in either way."""
        if self._possible:
            try:
                return self._forked()
            except (OSError, ClosedPipe, BrokenFrame, TimeIsUp, KeyError):
                self._possible = False
                if self._program:
                    self._program.stop()
                self.close()
        return Spawned(self._command)

    def close(self) -> None:
        """End the nursery and every child of it."""
        if self._program:
            self._program.leave()  # it ends its children and waits for them, which counts their use as its own
            self._program = None

    def _forked(self) -> Forked:
        if self._program is None:
            self._program = Spawned(self._command)
            _say(self._program, {"nursery": True, "parent": os.getpid()})
        nursery = self._program
        child_requests, requests = os.pipe()
        answers, child_answers = os.pipe()
        try:
            _say(nursery, {"fork": [child_requests, child_answers]})
            pid = _heard(nursery)["pid"]
            pidfd = os.pidfd_open(pid)
            if not nursery.alive():  # then the number may be another's
                os.close(pidfd)
                raise ClosedPipe
            _say(nursery, {"kept": pid})
        except BaseException:
            os.close(requests)
            os.close(answers)
            raise
        finally:
            os.close(child_requests)
            os.close(child_answers)
        return Forked(nursery.pid, pidfd, requests, answers)


def _say(nursery: Spawned, header: Mapping[str, Any]) -> None:
    with deadline(nursery.stop, START_SECONDS) as limit:
        send(nursery.requests, header, ready=limit.ready)


def _heard(nursery: Spawned) -> Mapping[str, Any]:
    with deadline(nursery.stop, START_SECONDS) as limit:
        return receive(nursery.answers, 0, limit.ready).header


def raise_children(requests: int, answers: int, supervisor: int) -> None:
    """Be the nursery until the supervisor closes the pipe, which raises ClosedPipe once all children have ended.

    Returns in each forked child and nowhere else: `requests` and `answers` are there the child's own pipes, and no
    other descriptor is open but those that lead nowhere. OSError where children cannot be forked.
    """
    if os.readlink("/proc/self") != str(os.getpid()) or len(os.listdir("/proc/self/task")) != 1:
        raise OSError("no processes of our own here, or a second thread, which a fork would lose")
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, all that was loaded
    children: dict[int, int] = {}  # pidfd -> pid
    waiting = select.poll()
    waiting.register(requests, select.POLLIN)
    try:
        while True:
            for descriptor, _ in waiting.poll():
                if descriptor != requests:
                    waiting.unregister(descriptor)
                    _bury(descriptor, children.pop(descriptor))
                    continue
                asked = receive(requests, 0).header
                if "kept" in asked:
                    waiting.register(next(pidfd for pidfd, pid in children.items() if pid == asked["kept"]))
                    continue
                if (pid := _fork(requests, answers, supervisor, *asked["fork"])) == 0:
                    children.clear()
                    return
                children[os.pidfd_open(pid)] = pid
                send(answers, {"pid": pid})
    finally:
        for pidfd, pid in children.items():
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            _bury(pidfd, pid)


def _fork(requests: int, answers: int, supervisor: int, theirs_in: int, theirs_out: int) -> int:
    """The child's number, or 0 in the child, whose pipes have taken the places of the nursery's."""
    own_in = os.open(f"/proc/{supervisor}/fd/{theirs_in}", os.O_RDONLY)
    own_out = os.open(f"/proc/{supervisor}/fd/{theirs_out}", os.O_WRONLY)
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(own_in, requests, inheritable=False)
            os.dup2(own_out, answers, inheritable=False)
            for other in {int(name) for name in os.listdir("/proc/self/fd")} - {0, 1, 2, requests, answers}:
                with suppress(OSError):  # the one that the listing itself had open is closed already
                    os.close(other)
        except BaseException:
            os._exit(1)  # it must not go on as a second nursery, which would end the first one's children
    else:
        os.close(own_in)
        os.close(own_out)
    return pid


def _bury(pidfd: int, pid: int) -> None:
    os.waitpid(pid, 0)
    os.close(pidfd)


def _ended(pidfd: int, seconds: float | None) -> bool:
    """Whether the process has ended within the time; without one, wait until it has."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(None if seconds is None else seconds * 1000))
