"""Every kind of change to a case and to its bundle, and whether it is found and named; what only an outside
checkpoint shows; and whether other people's tools verify a bundle without ours."""

import random
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tests import bundles
from tests.cases import key, reopened
from tests.casework import test_bundling as of_bundles
from tests.casework import test_verifying as of_cases
from tests.trials.ledger import Plan, Row, Trial
from workbench.custody.keys import installation_key


def run(plan: Plan) -> Iterator[Row]:
    yield from _cases(plan.folder)
    made = of_bundles.a_bundle(_made(plan.folder / "bundle"))
    yield from _bundles(made, plan)
    yield from _other_tools(made, plan.folder)


def _cases(folder: Path) -> Iterator[Row]:
    unnamed = []
    for number, (change, expected) in enumerate(of_cases.JOURNAL):
        if not expected <= of_cases.named(of_cases.tampered(_made(folder / f"journal-{number}"), change)):
            unnamed.append(f"journal {number}")
    timed = of_cases.a_timed_case(_made(folder / "timed"))
    book = key(timed).book
    for number, (beside, codes) in enumerate(of_cases.BESIDE):
        wanted = {(subject.replace("*", book), code) for subject, code in codes}
        if not wanted <= of_cases.changed(timed, _made(folder / f"beside-{number}"), beside):
            unnamed.append(f"beside {number}")
    yield _found("changes to journal, checkpoints and tables", len(of_cases.JOURNAL) + len(of_cases.BESIDE), unnamed)
    kept = of_cases.cut(_made(folder / "cut"))
    with closing(reopened(folder / "cut")) as case:
        yield Row("a cut tail, with nothing from outside", "must go unseen", _seen(not of_cases.audit(case).ok), 1,
                  of_cases.audit(case).ok)  # fmt: skip
        codes_found = {problem.code for problem in of_cases.audit(case, kept).problems}
    seen = "verify.tail-cut" in codes_found
    yield Row("a cut tail, with one outside checkpoint", "found", _seen(seen), 1, seen)


def _bundles(made: of_bundles.Made, plan: Plan) -> Iterator[Row]:
    changes = of_bundles.JOURNAL + of_bundles.CONTENTS
    for figure, signer in (("changes to a bundle", None), ("the same, signed anew by another", key(plan.folder))):
        unnamed = []
        for what, change, expected in changes:
            members = dict(made.members)
            change(members)
            members = bundles.signed_anew(members, signer) if signer else members
            found = of_bundles.named(of_bundles.check(bundles.closed(members, plan.folder / "changed.zip")))
            if not of_bundles.spelled(made, expected) <= found:
                unnamed.append(what)
        yield _found(figure, len(changes), unnamed)
    chance, unseen, flips = random.Random(plan.seed), 0, plan.count(20, 500)
    holder = installation_key(made.folder / "home" / "keys")
    for _ in range(flips):
        _, members = of_bundles.flipped(made, chance)
        again = bundles.closed(bundles.signed_anew(members, holder), plan.folder / "flipped.zip")
        unseen += of_bundles.check(again).ok
    yield Row("flipped bits in a bundle, signed again by the holder of the key", "all found",
              f"{flips - unseen} of {flips}", flips, unseen == 0)  # fmt: skip


def _other_tools(made: of_bundles.Made, folder: Path) -> Iterator[Row]:
    tools = [command.split()[0] for command in of_bundles.COMMANDS]
    figure = "bundle verified with " + ", ".join(tools) + " alone"
    if absent := [tool for tool in tools if not shutil.which(tool)]:
        yield Row(figure, "3 of 3", f"not installed: {', '.join(absent)}", 0, None)
        return
    with zipfile.ZipFile(made.file) as opened:
        opened.extractall(folder / "unpacked")
    held = _pass(folder / "unpacked")
    yield Row(figure, "3 of 3", f"{held} of 3", 3, held == 3)
    (folder / "unpacked" / "SHA256SUMS").write_bytes(made.members["SHA256SUMS"][:-1] + b" ")
    held = _pass(folder / "unpacked")
    yield Row("the same after one byte of the list was changed", "none holds", f"{held} of 3", 3, held == 0)


def _pass(folder: Path) -> int:
    commands = of_bundles.COMMANDS
    done = [subprocess.run(["sh", "-c", one], cwd=folder, capture_output=True, check=False) for one in commands]
    return sum(one.returncode == 0 for one in done)


def _found(figure: str, count: int, unnamed: Sequence[str]) -> Row:
    outcome = f"{count - len(unnamed)} of {count}" + (f"; not {', '.join(unnamed)}" if unnamed else "")
    return Row(figure, "all found and named", outcome, count, not unnamed)


def _seen(found: bool) -> str:
    return "found" if found else "unseen"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


TRIAL = Trial("tampering", run)
