from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.file_names import PATTERNS, Kind, Says, said_by_name
from workbench.domain.intervals import ALL_ZONES

MOMENT = datetime(2025, 11, 25, 3, 41, 7)


@pytest.mark.parametrize(
    ("name", "pattern", "says"),
    [
        ("WhatsApp Image 2025-11-25 at 03.41.07.jpeg", "whatsapp-desktop", Says.RECEIVED),
        ("WhatsApp Image 2025-11-25 at 3.41.07 AM (1).jpeg", "whatsapp-desktop", Says.RECEIVED),
        ("00000012-PHOTO-2025-11-25-03-41-07.jpg", "whatsapp-export", Says.RECEIVED),
        ("photo_2025-11-25_03-41-07.jpg", "telegram-desktop", Says.RECEIVED),
        ("photo_2025-11-25_03-41-07 (3).jpg", "telegram-desktop", Says.RECEIVED),
        ("photos/photo_12@25-11-2025_03-41-07.jpg", "telegram-export", Says.RECEIVED),
        ("signal-2025-11-25-03-41-07-123.jpg", "signal", Says.RECEIVED),
        ("signal-2025-11-25-034107.jpeg", "signal", Says.RECEIVED),
        ("Screenshot_20251125-034107.png", "android-screenshot", Says.TAKEN),
        ("Screenshot_2025-11-25-03-41-07-123_com.twitter.android.jpg", "android-screenshot-app", Says.TAKEN),
        ("Screenshot 2025-11-25 034107.png", "windows-screenshot", Says.TAKEN),
        ("Screenshot 2025-11-25 at 3.41.07\u202fAM.png", "macos-screenshot", Says.TAKEN),
        ("Screenshot from 2025-11-25 03-41-07.png", "gnome-screenshot", Says.TAKEN),
        ("MVIMG_20251125_034107.jpg", "android-motion", Says.TAKEN),
        ("IMG_20251125_034107.jpg", "android-camera", Says.TAKEN),
        ("IMG_20251125_034107_123.jpg", "android-saved", Says.TAKEN),
        ("20251125_034107.jpg", "samsung", Says.TAKEN),
        ("DJI_20251125034107_0001_D.JPG", "dji", Says.TAKEN),
        ("WP_20251125_03_41_07_Pro.jpg", "windows-phone", Says.TAKEN),
    ],
)
def test_a_name_states_a_local_moment_in_any_zone(name, pattern, says):
    said = said_by_name(name)
    assert (said.pattern, said.says) == (pattern, says)
    assert not said.time.zone_stated
    assert said.time.end - said.time.start == ALL_ZONES + timedelta(seconds=1)
    assert said.time.start == MOMENT.replace(tzinfo=UTC) - timedelta(hours=14)


def test_whatsapp_on_android_states_a_day():
    said = said_by_name("IMG-20251125-WA0007.jpg")
    assert said.sources == ("WhatsApp",)
    assert said.time.end - said.time.start == ALL_ZONES + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "pattern", "when"),
    [
        # A post of 10 June 2015, 10:08:35 UTC, whose own record states the same second.
        ("CHIZFl5U0AAENRU.png", "x-server", datetime(2015, 6, 10, 10, 8, 35, tzinfo=UTC)),
        ("D5tPa7vUIAAePq2.jpg", "x-server", datetime(2019, 5, 4, 7, 41, 46, tzinfo=UTC)),
        ("PXL_20251125_034107123.MP.jpg", "pixel", MOMENT.replace(tzinfo=UTC)),
        ("FB_IMG_1700000000000.jpg", "facebook-android", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("1700000000000.jpg", "epoch", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
    ],
)
def test_some_names_state_a_moment_in_utc(name, pattern, when):
    said = said_by_name(name)
    assert said.pattern == pattern
    assert said.time.zone_stated
    assert (said.time.start, said.time.end) == (when, when + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("name", "pattern", "kind"),
    [
        ("-5123456789012345678_121.jpg", "telegram-cache", Kind.PLATFORM),
        ("received_1234567890123456.jpeg", "messenger", Kind.PLATFORM),
        ("449123456_10161234567890123_1234567890123456789_n.jpg", "meta-server", Kind.PLATFORM),
        ("Screenshot (12).png", "windows-screenshot-numbered", Kind.SCREENSHOT),
        ("DSC_0417.JPG", "dcf", Kind.CAMERA),
        ("IMG_0001.HEIC", "dcf", Kind.CAMERA),
        ("DALL·E 2024-08-06 10.22.33 - a cat.png", "dalle", Kind.GENERATOR),
        ("ChatGPT Image Apr 1, 2025, 10_00_00 AM.png", "chatgpt", Kind.GENERATOR),
        ("ComfyUI_00001_.png", "comfyui", Kind.GENERATOR),
    ],
)
def test_some_names_state_no_time(name, pattern, kind):
    said = said_by_name(name)
    assert (said.pattern, said.kind, said.time) == (pattern, kind, None)


@pytest.mark.parametrize(
    "name",
    [
        "holiday.jpg",
        "Helloworldhello.jpg",
        "Facebook_08-22-2024.jpg",
        "IMG-20251325-WA0007.jpg",
        "IMG_20251125_256199.jpg",
        "WhatsApp Image 2025-11-25 at 13.41.07 PM.jpeg",
        "0000000000000.jpg",
        "IMG_99990101_000000.jpg",
        "",
        ".",
    ],
)
def test_what_is_no_habit_says_nothing(name):
    assert said_by_name(name) is None


def test_every_pattern_has_a_name_of_its_own():
    assert len({pattern.id for pattern in PATTERNS}) == len(PATTERNS)


@given(st.text(max_size=300))
def test_any_name_gets_an_answer(name):
    said = said_by_name(name)
    assert said is None or said.sources


@given(
    st.from_regex(r"(IMG_|PXL_|photo_|signal-)?[0-9]{4}[-_]?[0-9]{2}[-_]?[0-9]{2}[-_][0-9-]{6,10}\.jpg", fullmatch=True)
)
def test_any_digits_get_an_answer(name):
    said = said_by_name(name)
    assert said is None or said.time is None or said.time.start < said.time.end
