"""The rooms and their doors, held by the code itself; import-linter holds the arrows between them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.assets import resources
from workbench.wording import Wording

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "workbench").rglob("*.py"))
REGISTRIES = {"fingerprints", "forensics", "inspectors", "readers"}


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def room(module: Path) -> str:
    return module.relative_to(ROOT / "workbench").parts[0]


def test_only_the_desktop_knows_qt() -> None:
    knowing = {room(module) for module in MODULES if any(name.startswith("PySide6") for name in imports(module))}
    assert knowing <= {"desktop"}


def test_presenters_know_no_widgets() -> None:
    for presenter in (ROOT / "workbench" / "desktop").rglob("presenter.py"):
        assert not [name for name in imports(presenter) if "QtWidgets" in name or "QtGui" in name], presenter


def test_only_storage_speaks_sql() -> None:
    statement = re.compile(r"\b(SELECT .+ FROM|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|PRAGMA )")
    speaking = {room(module) for module in MODULES if statement.search(module.read_text("utf-8"))}
    assert speaking == {"storage"}


def test_nothing_opens_sockets_or_unpickles() -> None:
    forbidden = {"pickle", "shelve", "marshal", "socket", "ssl", "http", "urllib", "requests", "asyncio", "ftplib"}
    for module in MODULES:
        if module.name == "probes.py":  # the child asks for a socket, to see that it is refused
            continue
        assert not forbidden & {name.partition(".")[0] for name in imports(module)}, module


def test_packages_are_empty_but_for_registries() -> None:
    for package in (module for module in MODULES if module.name == "__init__.py"):
        if package.parent.name not in REGISTRIES and package.parent.name != "confinement":
            assert package.read_text("utf-8").strip() == "", package
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would shadow the packaging distribution"


def test_files_stay_small() -> None:
    lengths = {module: len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert {module.name: n for module, n in lengths.items() if n > 300} == {}


def test_the_child_is_the_only_place_that_parses_images() -> None:
    parsers = {"PIL", "exifread", "imagehash", "pdqhash", "pi_heif", "cv2", "defusedxml"}
    parsing = {room(module) for module in MODULES if parsers & {name.partition(".")[0] for name in imports(module)}}
    assert parsing <= {"sandbox", "fingerprints", "readers", "alignment", "forensics"}
    parent_side = {"supervisor.py", "pool.py", "worker.py", "process.py", "nursery.py", "replies.py", "protocol.py"}
    for module in MODULES:
        if room(module) == "sandbox" and module.name in parent_side:
            assert not parsers & {name.partition(".")[0] for name in imports(module)}, module


def codes() -> set[str]:
    """Every code with which a Refusal or Problem is made, or with which a verb speaks."""
    found = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            where = 1 if name == "Problem" else 0
            if name in {"Refusal", "Problem", "tell", "progress"} and len(node.args) > where:
                code = node.args[where]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
    return found


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_code_has_its_sentence(code: str) -> None:
    assert code in Wording(resources() / "locale").sentences
