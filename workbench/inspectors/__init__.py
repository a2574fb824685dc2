"""The questions that are put to every piece of evidence. A new one is a new file and a line in `INSPECTORS`."""

from workbench.inspectors import (
    camera_named,
    capture_time,
    clocks_disagree,
    editing_software,
    gps_far_from_event,
    match_before_event,
    metadata_absent,
    picture_incomplete,
    reader_refused,
    readers_disagree,
    thumbnail_unlike_picture,
)
from workbench.inspectors.inspection import Inspector

INSPECTORS: tuple[Inspector, ...] = (
    match_before_event,
    gps_far_from_event,
    capture_time,
    clocks_disagree,
    thumbnail_unlike_picture,
    editing_software,
    camera_named,
    picture_incomplete,
    metadata_absent,
    readers_disagree,
    reader_refused,
)
"""In the order in which their findings are shown."""
