"""One set of real children for all tests that examine real pictures: starting them takes half a second."""

from collections.abc import Iterator

import pytest

from workbench.sandbox.supervisor import ChildExaminer


@pytest.fixture(scope="session")
def examiner() -> Iterator[ChildExaminer]:
    found = ChildExaminer(workers=2)
    yield found
    found.close()
