"""Every language that there are sentences in: whole, harmless, falling back to English, and chosen as was asked."""

import string
import unicodedata
from pathlib import Path

import pytest

from tests.reports import builders as build
from workbench.assets import resources
from workbench.languages import keep_language, language
from workbench.speaking import speaking
from workbench.wording import ENGLISH, Wording, main_flow, sentences_of

LOCALE = resources() / "locale"
OTHERS = sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir() and folder.name != ENGLISH)
TURNED = {"ar", "prs", "ps", "ur"}
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def placeholders(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_the_languages_are_those_that_were_promised() -> None:
    assert set(Wording(LOCALE).languages) == {"en", "ps", "prs", "ur", "ar", "uk"}
    assert Wording(LOCALE).languages["ps"] == "پښتو"


@pytest.mark.parametrize("tag", OTHERS)
def test_translations_have_the_placeholders_of_the_english(tag: str) -> None:
    english, there = sentences_of(LOCALE, ENGLISH), sentences_of(LOCALE, tag)
    assert not there.keys() - english.keys(), "sentences that nothing says"
    assert {code for code, said in there.items() if placeholders(said) != placeholders(english[code])} == set()


@pytest.mark.parametrize("tag", OTHERS)
def test_translations_hold_no_markup_and_nothing_unseen(tag: str) -> None:
    for code, said in sentences_of(LOCALE, tag).items():
        assert said.strip() == said != "", code
        assert not TURNING & set(said), code
        assert not set("<>") & set(said), code
        unseen = {c for c in said if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Co")} - {"\u200c"}
        assert not unseen, code


@pytest.mark.parametrize("tag", OTHERS)
def test_translations_write_numbers_in_western_digits(tag: str) -> None:
    for code, said in sentences_of(LOCALE, tag).items():
        assert not [c for c in said if c.isdigit() and not c.isascii()], code


@pytest.mark.parametrize("tag", OTHERS)
def test_every_file_says_that_it_is_a_draft(tag: str) -> None:
    for file in (LOCALE / tag).glob("*.toml"):
        assert "a first draft, which a native speaker has not yet checked" in file.read_text("utf-8").splitlines()[0]
        assert (LOCALE / ENGLISH / file.name).exists()


@pytest.mark.parametrize("tag", OTHERS)
def test_the_main_flow_is_started_in_every_language(tag: str) -> None:
    reached = Wording(LOCALE).coverage(tag)
    assert reached.main_done > 0.8 * reached.main
    assert reached.done >= reached.main_done


def test_the_main_flow_holds_tasks_and_verdicts_and_not_every_sentence() -> None:
    english = sentences_of(LOCALE, ENGLISH)
    main = main_flow(LOCALE, english)
    assert {"desktop.task.review", "status.verified", "report.kicker", "desktop.command.quit"} <= main
    assert "report.check-root" not in main
    assert len(main) < len(english)


@pytest.mark.parametrize("tag", [ENGLISH, *OTHERS])
def test_a_language_is_turned_or_not(tag: str) -> None:
    assert Wording(LOCALE, tag).turned == (tag in TURNED)


def two_languages(folder: Path) -> Path:
    for tag, text in (("en", '"a" = "A {x}"\n"b" = "B"\n'), ("ps", '"a" = "{x} ا"\n')):
        (folder / tag).mkdir()
        (folder / tag / "one.toml").write_text(text, "utf-8")
    return folder


def test_what_is_not_translated_is_said_in_english(tmp_path: Path) -> None:
    wording = Wording(two_languages(tmp_path), "ps")
    assert wording.say("a", {"x": 1}) == "1 ا"
    assert wording.say("b") == "B"


def test_what_is_not_translated_is_marked_for_translators_alone(tmp_path: Path) -> None:
    wording = Wording(two_languages(tmp_path), "ps", developer=True)
    assert wording.say("b") == "⟦B⟧"
    assert wording.say("a", {"x": 1}) == "1 ا"
    assert Wording(tmp_path, "en", developer=True).say("b") == "B"


def test_a_code_in_two_files_of_a_language_is_refused(tmp_path: Path) -> None:
    two_languages(tmp_path)
    (tmp_path / "ps" / "two.toml").write_text('"a" = "{x}"\n', "utf-8")
    with pytest.raises(ValueError, match="repeats"):
        assert Wording(tmp_path, "ps").sentences


@pytest.mark.parametrize(
    ("environment", "chosen", "spoken"),
    [
        ({}, "", "en"),
        ({"LANG": "uk_UA.UTF-8"}, "", "uk"),
        ({"LANG": "fa_AF.UTF-8"}, "", "prs"),
        ({"LANG": "de_DE.UTF-8"}, "", "en"),
        ({"LANG": "uk_UA.UTF-8", "LC_ALL": "ps_AF"}, "", "ps"),
        ({"LANG": "uk_UA.UTF-8", "LC_ALL": "C"}, "", "en"),
        ({"LANG": "uk_UA.UTF-8"}, "ur", "ur"),
        ({"LANG": "uk_UA.UTF-8", "WORKBENCH_LANGUAGE": "ar"}, "ur", "ar"),
        ({"WORKBENCH_LANGUAGE": "tlh"}, "ur", "ur"),
        ({"WORKBENCH_LANGUAGE": "../en"}, "", "en"),
    ],
)
def test_what_was_set_goes_before_what_was_chosen_and_the_system(
    tmp_path: Path, environment: dict[str, str], chosen: str, spoken: str
) -> None:
    if chosen:
        keep_language(tmp_path, chosen, keep)
    assert language(environment, tmp_path, {"en", "ps", "prs", "ur", "ar", "uk"}) == spoken


def test_a_damaged_choice_is_no_choice(tmp_path: Path) -> None:
    (tmp_path / "language").write_bytes(b"\xff\xfe" * 400)
    assert language({}, tmp_path, {"en", "ps"}) == "en"


@pytest.mark.parametrize(("tag", "way"), [("en", "ltr"), ("ps", "rtl"), ("uk", "ltr")])
def test_a_report_says_its_language_and_direction(tag: str, way: str) -> None:
    wording, renderers = speaking(resources(), False, tag)
    page = renderers[".html"].render(build.report()).decode()
    assert f'<html lang="{tag}" dir="{way}">' in page
    assert wording.say("report.kicker") in page
    assert build.image().evidence.sha256 in page


def test_times_stand_in_isolates_in_a_report() -> None:
    _, renderers = speaking(resources(), False, "ps")
    page = renderers[".html"].render(build.report()).decode()
    assert '<bdi class="moment">' in page
    assert '<span class="moment">' not in page
