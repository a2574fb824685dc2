"""One child seen through its pipes: what it said before it was gone is heard."""

import os
from collections.abc import Iterator

import pytest

from workbench.sandbox.protocol import send
from workbench.sandbox.worker import Worker, WorkerLost


class Gone:
    """A process that answered some requests, and ended before the next one was sent."""

    parent = 1

    def __init__(self, *answers: dict[str, object]) -> None:
        self._unread, self.requests = os.pipe()
        self.answers, said = os.pipe()
        for answer in answers:
            send(said, answer)
        os.close(said)

    def alive(self) -> bool:
        return False

    def stop(self) -> None: ...

    def read_no_more(self) -> None:
        os.close(self._unread)

    def end(self) -> None:
        os.close(self.requests)
        os.close(self.answers)


@pytest.fixture
def gone() -> Iterator[Gone]:
    hello = {"level": "full", "layers": [], "tools": {}, "readers": []}
    made = Gone(hello, {"first": 1})
    yield made
    made.end()


def test_a_child_that_ended_early_is_lost_where_its_answer_is_missing(gone: Gone) -> None:
    worker = Worker(gone, 2**30)
    worker.greet()
    gone.read_no_more()
    worker.tell({"step": "first"})
    worker.tell({"step": "second"})
    assert worker.answer(0, 5).header == {"first": 1}
    with pytest.raises(WorkerLost) as caught:
        worker.answer(0, 5)
    assert caught.value.code == "examine.child-died"
