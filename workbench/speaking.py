"""The words of one language joined to what renders reports in them."""

from collections.abc import Mapping
from pathlib import Path

from workbench import assets
from workbench.casework.reporting import Renderer
from workbench.languages import language
from workbench.reports.csv_list import CsvRenderer
from workbench.reports.html import HtmlRenderer
from workbench.reports.json_report import JsonRenderer
from workbench.settings import settings_from
from workbench.wording import Wording


def spoken_language(environment: Mapping[str, str]) -> str:
    """The tag of the language in which this installation speaks."""
    return language(environment, settings_from(environment).home, Wording(assets.resources() / "locale").languages)


def speaking(resources: Path, developer: bool, tag: str) -> tuple[Wording, Mapping[str, Renderer]]:
    """Words in the language `tag`, and what renders a report in them, by the suffix of its file."""
    wording = Wording(resources / "locale", tag, developer)
    css = (resources / "templates" / "report.css").read_text("utf-8")
    return wording, {".html": HtmlRenderer(wording, css), ".json": JsonRenderer(wording), ".csv": CsvRenderer(wording)}
