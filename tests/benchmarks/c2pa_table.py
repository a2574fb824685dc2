"""Content Credentials of the public test files: the three facts against the table of their README.

python tests/benchmarks/c2pa_table.py ../shared/data

Each file is examined in the locked child, without a trust list and without network. What the README's table says
is what the validator of its day said; where we differ, the reason is given, and a difference without one fails.
"""

import argparse
import hashlib
import re
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.commandline.inspect_verb import c2pa
from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Credentials
from workbench.domain.examinations import Limits
from workbench.sandbox.supervisor import ChildExaminer

FOLDER = Path("c2pa") / "public-testfiles" / "image"
ROW = re.compile(r"\| \[(?P<name>[\w.-]+)\]\((?P<path>[^)]+)\).*?\|\s*\[(?P<said>[^\]]+)\]")


@dataclass(frozen=True)
class Facts:
    """In the table's terms. `flaws` are those that it names: `binding`, `signature`, `assertion`, `claim`."""

    manifest: str
    flaws: frozenset[str]


SAID = (
    ("hard binding hash mismatch", "binding"),
    ("invalid: referenced claim missing", "claim"),
    ("assertion uri", "assertion"),
    ("claim signature mismatch", "signature"),
    ("invalid signature", "signature"),
    ("incomplete credentials: hash mismatch", "binding"),
)
EXPLAINED: Mapping[str, str] = {
    "adobe-20220124-CIE-sig-CA": "the broken signature is its ingredient's, and the claim, signed afterwards, records "
    "it: this file's own signature and binding hold (today's c2patool reads Valid). Said as an unsound ingredient",
    "adobe-20220124-E-uri-CIE-sig-CA": "both faults are the ingredient's; the broken signature is recorded by the "
    "claim, the tampered assertion is not. This file's own signature and binding hold. Said as an unsound ingredient",
    "nikon-20221019-building": "signed without a time-stamp by a certificate that has expired since: the table's "
    "validator reported that, and a signature mismatch with it. The signature fits the claim; its signer is expired",
    "truepic-20230212-camera": "the hash fits, and the range that it leaves out is larger than the manifest: newer "
    "validators call that dataHash.mismatch. Said as inexact, since no byte that is bound was changed",
}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    folder = options.parse_args().data / FOLDER
    if not folder.is_dir():
        print(f"{folder} is not there")
        return 2
    rows = [match for line in (folder / "README.md").read_text("utf-8").splitlines() if (match := ROW.match(line))]
    examiner = ChildExaminer(workers=1)
    agreed = explained = unexplained = absent = 0
    milliseconds = []
    print(f"isolation {examiner.isolation.level.value}, c2pa {examiner.tools['c2pa']}")
    print(f"{'file':36} {'manifest':10} {'binding':10} {'signer':18} {'other':10} table")
    for row in rows:
        path = folder / row["path"]
        if not path.is_file():
            absent += 1
            continue
        untrusted = path.read_bytes()
        began = time.perf_counter()
        examination = examiner.examine(path, hashlib.sha256(untrusted).hexdigest(), Limits())
        milliseconds.append(1000 * (time.perf_counter() - began))
        found = credentials(examination)
        said, ours = _said(row["said"]), _ours(found)
        same = said == ours
        agreed += same
        explained += not same and row["name"] in EXPLAINED
        unexplained += not same and row["name"] not in EXPLAINED
        cells = (row["name"], c2pa(examination)["manifest"], *_cells(found))
        print("{:36} {:10} {:10} {:18} {:10}".format(*cells), "=" if same else "≠", row["said"].strip())
        if not same:
            print(f"    {EXPLAINED.get(row['name'], 'NOT EXPLAINED')}")
    examiner.close()
    print(f"{agreed} agree, {explained} differ for a stated reason, {unexplained} differ without one; "
          f"{absent} files of the table are not in the data")  # fmt: skip
    print(f"whole examination: median {statistics.median(milliseconds):.0f} ms")
    return int(unexplained > 0)


def _said(text: str) -> Facts:
    lower = text.lower()
    if "no content credentials" in lower:
        return Facts("absent", frozenset())
    return Facts("present", frozenset(flaw for phrase, flaw in SAID if phrase in lower))


def _ours(found: Credentials | None) -> Facts:
    if found is None:
        return Facts("absent", frozenset())
    flaws = set()
    if found.binding.value in ("mismatch", "inexact"):
        flaws.add("binding")
    if found.signer.standing.value == "signature-invalid":
        flaws.add("signature")
    if {"ingredient.manifest.missing", "claim.missing"} & set(found.manifest.altered):
        flaws.add("claim")
    elif found.manifest.altered:
        flaws.add("assertion")
    return Facts("present", frozenset(flaws))


def _cells(found: Credentials | None) -> tuple[str, str, str]:
    if found is None:
        return "-", "-", "-"
    unsound = "ingredient" if any(one.problems for one in found.ingredients) else "-"
    return found.binding.value, found.signer.standing.value, "altered" if found.manifest.altered else unsound


if __name__ == "__main__":
    sys.exit(main())
