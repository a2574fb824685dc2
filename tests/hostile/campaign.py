"""Examine every file of a folder in two children, and say what became of each: one line a file, then a summary.

    python tests/hostile/campaign.py FOLDER [--lines]

Not a test: it takes minutes. What must hold: one outcome a file, none slower than its deadlines, memory bounded.
"""

import hashlib
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workbench.domain.examinations import Limits
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer


def outcome(examiner: ChildExaminer, path: Path) -> tuple[str, float, str]:
    """A word for what became of the file, the seconds it took, and what is notable about it."""
    begun = time.perf_counter()
    try:
        found = examiner.examine(path, hashlib.sha256(path.read_bytes()).hexdigest(), Limits())
    except Refusal as refusal:
        return (
            refusal.code,
            time.perf_counter() - begun,
            str(refusal.facts.get("detail", refusal.facts.get("format", ""))),
        )
    word = "examined" if found.complete else "examined in part"
    notes = ", ".join(f"{one.reader}: {one.code}" for one in found.refused)
    return (
        word,
        time.perf_counter() - begun,
        f"{found.format} {found.width}x{found.height} {len(found.tags)} tags {notes}",
    )


def main(folder: Path, lines: bool) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    examiner, counts, refusals, slowest = ChildExaminer(workers=2), Counter[str](), Counter[str](), []
    begun = time.perf_counter()
    with ThreadPoolExecutor(2) as threads:
        for path, (word, seconds, note) in zip(
            files, threads.map(lambda path: outcome(examiner, path), files), strict=True
        ):
            counts[word] += 1
            refusals.update(part for part in note.split() if part.startswith("examine."))
            slowest.append((seconds, str(path.relative_to(folder)), word))
            if lines:
                print(f"{word}\t{seconds:.2f}\t{path.relative_to(folder)}\t{note}")
    examiner.close()
    spent = time.perf_counter() - begun
    print(f"{len(files)} files, {sum(counts.values())} outcomes, {spent:.1f} s, isolation recorded with each")
    for word, count in counts.most_common():
        print(f"  {count:6} {word}")
    print(f"  readers that failed beside a picture: {dict(refusals)}")
    for seconds, name, word in sorted(slowest, reverse=True)[:8]:
        print(f"  {seconds:6.2f} s {word} {name}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"  peak memory: parent {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB, child {peak} MiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--lines" in sys.argv)
