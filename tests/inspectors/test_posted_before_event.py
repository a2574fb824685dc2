"""A post that is older than the event; and what a later or undated one does not show."""

from dataclasses import replace

import pytest

from tests.builders import dossier, event
from workbench.domain.evidence import Arrival
from workbench.domain.findings import Bearing
from workbench.domain.intervals import parse_interval
from workbench.inspectors.posted_before_event import inspect

STRIKE = replace(event(), interval=parse_interval("2025-11-24T22:00+04:30/2025-11-25T06:00+04:30"))


def said(*posted: str) -> list[tuple[str, Bearing]]:
    arrivals = tuple(Arrival(f"{number}.jpg", posted=text) for number, text in enumerate(posted))
    asked = replace(dossier(), event=STRIKE, arrivals=arrivals)
    return [(finding.code, finding.bearing) for finding in inspect(asked)]


@pytest.mark.parametrize("posted", ["2018-06", "2025-11-24T17:00Z", "2025-11-24T21:59+04:30", "2025-11-22"])
def test_an_older_post_undermines(posted: str) -> None:
    assert said(posted) == [("posted.before", Bearing.UNDERMINES)]


@pytest.mark.parametrize("posted", ["", "2025-11-25T08:00+04:30", "2025-11-24", "2025", "2025-11-24T21:00", "soon"])
def test_a_later_an_overlapping_and_an_unread_time_say_nothing(posted: str) -> None:
    assert said(posted) == []


def test_the_oldest_of_several_posts_is_told() -> None:
    [finding] = inspect(
        replace(dossier(), event=STRIKE, arrivals=(Arrival("b.jpg", posted="2020"), Arrival("a.jpg", posted="2018")))
    )
    assert dict(finding.facts)["posted"].startswith("2017") or dict(finding.facts)["posted"].startswith("2018")
