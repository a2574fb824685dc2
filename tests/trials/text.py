"""Texts that try to act, in every field of a case: every window, every export and the terminal show them literally."""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.arsenal import acting, arsenal
from tests.planted import Planted, plant
from tests.reports.pages import parse
from tests.trials.ledger import Plan, Row, Trial
from tests.watching import Asked, Opened
from workbench.__main__ import main
from workbench.bootstrap import build
from workbench.casework.examining import examination_of
from workbench.casework.workroom import Workroom
from workbench.domain.unseen import shown
from workbench.reports.markup import ATTRIBUTES, TAGS

MARK = re.compile(r"~([\w-]+)\.(\d+)~")
Held = dict[str, set[str]]
"""The texts that the case holds, by the mark that each bears."""

_NOT_IN_WINDOWS = ("pillar-", "gap")
"""Fields of a verdict that was given: the report has them."""

_PART = 6
"""The quick part takes every sixth text; another seed takes others."""

FORMULA = re.compile(r"""(?:^|[;,|\t\n])[\s"]*[=+\-@＝＋－＠](?!\d+(?:\.\d+)?(?:$|[;,|]))""")


def run(plan: Plan) -> Iterator[Row]:
    canary = plan.folder / "canary" / "x.png"
    canary.parent.mkdir()
    canary.write_bytes(_picture())
    asked = Asked()
    try:
        opened: Opened | None = Opened(canary.parent)
    except (OSError, AttributeError):
        opened = None
    texts = arsenal(canary, asked.port)
    if not plan.whole:
        texts = texts[plan.seed % _PART :: _PART]
    environment = {**os.environ, "WORKBENCH_HOME": str(plan.folder / "home"), "WORKBENCH_AUTHOR": texts[0]}
    with _environment(environment):
        room = build(environment)
        try:
            planted = plant(room, plan.folder, texts)
            held = _held(room, planted)
            yield Row("texts planted", "in every field that takes one",
                      f"{len(texts)} texts in {len({mark.rpartition('.')[0] for mark in held})} fields",
                      len(held), not planted.declined)  # fmt: skip
            yield from _window(plan, room, planted, held)
            yield from _exports(plan, room, planted, held)
        finally:
            room.close()
        yield from _terminal(plan, planted, held)
    yield from _acted(canary, opened, asked)


def _held(room: Workroom, planted: Planted) -> Held:
    """Every text of the case and its library that bears a mark, as it is kept."""
    held: Held = {}

    def keep(value: Any) -> None:
        if isinstance(value, str):
            for mark in MARK.finditer(value):
                held.setdefault(mark[0], set()).add(value)
        elif isinstance(value, dict):
            for inner in value.values():
                keep(inner)
        elif isinstance(value, (list, tuple)):
            for inner in value:
                keep(inner)

    with contextlib.closing(room.open_case(planted.case)) as case:
        for entry in case.journal.stored_entries():
            keep(json.loads(entry.body).get("facts"))
        for sha256 in case.views.known_digests():
            examination = examination_of(case, sha256)
            for tag in examination.tags if examination else ():
                keep([tag.name, tag.group, tag.value, tag.interpreted])
            keep(dict(examination.container) if examination else {})
    with contextlib.closing(room.open_library(planted.library)) as library:
        for row in library.store.page(0, 1_000):
            known = row.known
            keep([known.path, known.place, known.source, known.note, known.event])
    return held


def _told(texts: Iterable[str], held: Held) -> tuple[set[str], list[str]]:
    """The marks that stand in `texts`, and the texts in which what bears a mark does not stand literally."""
    seen: set[str] = set()
    wrong = []
    for text in texts:
        bare = text.replace("\u2068", "").replace("\u2069", "")
        for mark in {one[0] for one in MARK.finditer(bare)}:
            forms = held.get(mark, set())
            if any(_stands(form, mark, bare) for form in forms):
                seen.add(mark)
            else:
                wrong.append(f"{mark} is not shown as it is: {bare[:160]!a}")
    return seen, wrong


def _stands(form: str, mark: str, shown_text: str) -> bool:
    """Whether the text of a mark stands there: whole, or as the part of a path or a list that bears the mark."""
    for kept in ("", "\n"):
        for part in (form, re.split(r"[/\\]", form[: form.index(mark) + len(mark)])[-1]):
            if shown(part, kept) in shown_text or shown(part.strip(), kept) in shown_text:
                return True
            if all(shown(line) in shown_text for line in part.split("\n") if line.strip()):
                return True  # paragraph by paragraph
    return False


def _fields(marks: Iterable[str]) -> set[str]:
    return {mark.strip("~").rpartition(".")[0] for mark in marks}


def _window(plan: Plan, room: Workroom, planted: Planted, held: Held) -> Iterator[Row]:
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.trials.text_windows import walk_through

    walk, places = walk_through(plan, room, planted)
    said: Held = {mark: forms | walk.said.get(mark, set()) for mark, forms in held.items()}
    seen, wrong = _told(walk.texts, said)
    everywhere = [*walk.wrong, *wrong]
    _tell(everywhere)
    yield Row("windows: texts as they stand, plain and literal", "all", _outcome(everywhere, f"{places} places"),
              walk.looked, not everywhere)  # fmt: skip
    missing = {one for one in _fields(held) - _fields(seen) if not one.startswith(_NOT_IN_WINDOWS)}
    outcome = ", ".join(sorted(missing)) or f"{len(_fields(seen))} of {len(_fields(held))}"
    yield Row("windows: fields that are shown somewhere", "all but pillars' notes", outcome, len(seen), not missing)
    yield Row("windows: addresses given to the desktop", "none", str(len(walk.opened)), walk.looked, not walk.opened)


def _exports(plan: Plan, room: Workroom, planted: Planted, held: Held) -> Iterator[Row]:
    for suffix, check in ((".html", _html), (".json", _json), (".csv", _csv)):
        target = plan.folder / f"report{suffix}"
        code, _, _ = _said("report", planted.case, planted.event, "--to", target)
        texts, wrong = check(target.read_bytes()) if code == 0 else ([], [f"exit {code}"])
        if suffix == ".json":
            marks = {one[0] for text in texts for one in MARK.finditer(text)}
            wrong += [f"{mark} is not as it was" for mark in marks if not held[mark] & set(texts)]
        else:
            marks, unlike = _told(texts, held)
            wrong += unlike
        _tell(wrong)
        yield Row(f"report{suffix}", "inert and literal", _outcome(wrong, f"{len(_fields(marks))} fields"),
                  len(marks), not wrong and len(_fields(marks)) > 5)  # fmt: skip
    target = plan.folder / "case.zip"
    code, _, _ = _said("bundle", planted.case, "--to", target, "--with", "hashes")
    wrong = _bundle(target) if code == 0 else [f"exit {code}"]
    _tell(wrong)
    yield Row("bundle: names, lists and JSON", "no control character", _outcome(wrong, "all members"), 1, not wrong)


def _html(body: bytes) -> tuple[list[str], list[str]]:
    page, wrong = parse(body), []
    source = body.decode()
    for tag, attributes in page.tags:
        if tag not in TAGS | {"style", "title"} or not ATTRIBUTES.issuperset(attributes):
            wrong.append(f"<{tag}> with {sorted(attributes)}")
        if not (attributes.get("src") or "data:image/jpeg;base64,").startswith("data:image/jpeg;base64,"):
            wrong.append(f"it loads {attributes['src']!a}")
    wrong += [f"markup that is no element: {one[:80]!a}" for one in page.others]
    if found := acting(source, "\n"):
        wrong.append(f"holds {found!r}")
    wrong += [f"a formula: {cell[:80]!a}" for cell in page.cells if re.match(r"\s*[=@＝＠]", cell)]
    return [page.text], wrong


def _json(body: bytes) -> tuple[list[str], list[str]]:
    wrong = [] if all(32 <= byte < 127 or byte == 10 for byte in body) else ["holds more than plain ASCII"]
    texts: list[str] = []

    def leaves(value: Any) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            for key, inner in value.items():
                texts.append(key)
                leaves(inner)
        elif isinstance(value, list):
            for inner in value:
                leaves(inner)

    leaves(json.loads(body))
    return texts, wrong


def _csv(body: bytes) -> tuple[list[str], list[str]]:
    wrong = []
    if not body.startswith(b"\xef\xbb\xbf"):
        wrong.append("no byte order mark")
    text = body.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if len({len(row) for row in rows}) != 1:
        wrong.append("rows of different lengths")
    if found := acting(text, "\r\n"):
        wrong.append(f"holds {found!r}")
    cells = [cell for row in rows for cell in row]
    wrong += [f"a formula: {cell[:80]!a}" for cell in cells if FORMULA.search(cell)]
    return [re.sub(r"'(?=[=+\-@＝＋－＠])", "", cell) for cell in cells], wrong


def _bundle(target: Path) -> list[str]:
    wrong = []
    with zipfile.ZipFile(target) as opened:
        for name in opened.namelist():
            if not re.fullmatch(r"[\w./-]+", name, re.ASCII) or ".." in name:
                wrong.append(f"a member is named {name!a}")
            if name.endswith((".json", ".jsonl", ".txt")):
                raw = opened.read(name)
                if any(byte < 32 and byte != 10 for byte in raw):
                    wrong.append(f"{name} holds control characters")
    return wrong


def _terminal(plan: Plan, planted: Planted, held: Held) -> Iterator[Row]:
    case, library, incoming = planted.case, planted.library, plan.folder / "in"
    hostile = os.fsdecode(b"no\xff\n\x1b]0;x\x07\xe2\x80\xae such")
    bundle = plan.folder / "case.zip"
    jobs: tuple[tuple[object, ...], ...] = (
        ("import", case, incoming, "--as", hostile, "--collected-by", hostile),
        ("inspect", "--case", case),
        ("inspect", incoming),
        ("known", "list", library),
        ("known", "add", library, incoming, "--note", hostile),
        ("match", "--case", case),
        ("event", "add", case, "--title", hostile, "--from", "2025-11-24", "--to", "2025-11-25", "--place", hostile),
        ("verify", case),
        ("verify", bundle),
        ("case", "new", plan.folder / hostile, "--title", hostile),
        ("import", plan.folder / hostile / "none", hostile),
        ("report", case, hostile, "--to", plan.folder / f"x.{hostile}"),
        ("decide", case, hostile, hostile, "--status", "open", "--reasons", hostile, "--reviewer", hostile),
        ("known", "import", library, incoming / "nothing", "--first-known", hostile),
        ("checkpoint", case),
        (hostile, hostile),
        ("verify", case, hostile),
    )
    wrong, lines, codes = [], 0, []
    for job in jobs:
        for json_too in (False, True):
            code, out, errors = _said(*job, *(["--json"] if json_too else []))
            codes.append(code)
            for text, name in ((out, "out"), (errors, "error")):
                lines += text.count("\n")
                what = f"{' '.join(map(str, job[:2]))!a}, {name}"
                if found := acting(text, "\n"):
                    wrong.append(f"{what} holds {found!r}")
                if json_too and name == "out":
                    if not (text.isascii() and (text.replace("\n", "") or " ").isprintable()):
                        wrong.append(f"{what} holds more than plain ASCII")
                    for line in text.splitlines():
                        json.loads(line)
                elif not json_too:
                    wrong += _told([text], held)[1]
                    forged = [line for line in text.splitlines() if line.startswith("  admitted")]
                    wrong += [f"{what}: a text wrote a line" for _ in forged]
    checker = subprocess.run([sys.executable, "-I", "resources/checker/check.py", bundle], capture_output=True)
    if any((byte < 32 and byte != 10) or byte > 126 for byte in checker.stdout + checker.stderr):
        wrong.append("the checker prints more than plain ASCII")
    if 3 in codes:
        wrong.append(f"a fault in {[str(job[:2]) for job, code in zip(jobs, codes[::2], strict=True) if code == 3]!a}")
    _tell(wrong)
    yield Row("terminal: what verbs print", "no control byte, no line forged",
              _outcome(wrong, f"{len(jobs)} jobs, plain and --json"), lines, not wrong)  # fmt: skip


def _acted(canary: Path, opened: Opened | None, asked: Asked) -> Iterator[Row]:
    asks = asked.count()
    yield Row("addresses in the texts that were asked", "none", str(asks), 1, asks == 0)
    if opened is None:
        yield Row("files named in the texts that were opened", "none", "inotify is not to be had here", 0, None)
        return
    opens = opened.count()
    yield Row("files named in the texts that were opened", "none", str(opens), 1, opens == 0)
    from PySide6.QtWidgets import QLabel

    label = QLabel(f"<img src='{canary}'>")
    label.grab()
    seen = opened.count()
    yield Row("control: a label that reads markup opens it", "seen", "seen" if seen else "not seen", 1, seen > 0)
    opened.close()
    asked.close()


def _said(*arguments: object) -> tuple[int, str, str]:
    """What a verb prints: exit code, output, errors."""
    out, errors = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
    told: Callable[[io.TextIOWrapper], str] = lambda stream: stream.buffer.getvalue().decode()  # type: ignore[attr-defined]  # noqa: E731
    return code, told(out), told(errors)


@contextlib.contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _outcome(wrong: list[str], good: str) -> str:
    return f"{len(wrong)} wrong" if wrong else good


def _tell(wrong: list[str]) -> None:
    for one in wrong[:20]:
        print(f"text: {one}", file=sys.stderr)


def _picture() -> bytes:
    from tests.hostile.crafted import photograph, saved

    return saved(photograph(16, 12), "PNG")


TRIAL = Trial("text", run)
