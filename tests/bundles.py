"""Bundles of a real case, opened, changed by a hostile hand, and closed again."""

import hashlib
import importlib.util
import itertools
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.builders import match
from tests.cases import NOON, brought_in, files
from workbench.assets import resources
from workbench.bootstrap import build
from workbench.casework.bundling import bundle
from workbench.casework.cases import Case
from workbench.casework.comparing import match_facts
from workbench.casework.ports import Draft
from workbench.casework.workroom import Workroom
from workbench.custody.keys import SigningKey
from workbench.custody.list_signatures import key_files, signature_files
from workbench.domain.entries import canonical_json, leaf_hash

CHECKER = resources() / "checker" / "check.py"
UNLISTED = ("SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.ed25519")
Members = dict[str, bytes]


def checker() -> Any:
    """The standalone checker as a module."""
    spec = importlib.util.spec_from_file_location("bundle_checker", CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def workroom(folder: Path) -> Workroom:
    """A workroom whose key lies in `folder`."""
    return build({"WORKBENCH_HOME": str(folder / "home"), "WORKBENCH_AUTHOR": "tester"})


def ticking(case: Case) -> Case:
    """The case with a clock that moves on by a second at each look."""
    seconds = itertools.count(len(case.journal.stored_entries()))
    return replace(case, clock=lambda: NOON + timedelta(seconds=next(seconds)))


def a_case(room: Workroom, folder: Path, pictures: int = 6) -> Case:
    """Pictures that were imported one by one, and a known image found again in one of them."""
    case = ticking(room.new_case(folder / "case", "Strikes in Paktika"))
    for number in range(pictures):
        brought_in(case, files(folder / "in", **{f"{number}.jpg": b"image %d" % number}))
    facts = match_facts(min(case.vault.stored()), match())
    case.journal.append([Draft("match.found", facts)], case.author, case.clock())
    return case


def bundled(room: Workroom, case: Case, target: Path, originals: bool = True, as_it_is: bool = False) -> Path:
    write = room.exchange.write
    bundle(case, target, originals, as_it_is, room.program, room.read_checkpoint, room.notary, write)
    return target


def members_of(file: Path) -> Members:
    with zipfile.ZipFile(file) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def closed(members: Mapping[str, bytes], target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as made:
        for name, body in members.items():
            made.writestr(name, body)
    return target


def signed_anew(members: Members, key: SigningKey, take_over: bool = True) -> Members:
    """The bundle with a list that fits it again, signed by `key`; with `take_over` the manifest names that key."""
    inside = {name: body for name, body in members.items() if name not in UNLISTED}
    inside |= key_files(key.public)
    if take_over:
        inside["manifest.json"] = canonical_json(json.loads(inside["manifest.json"]) | {"signed_by": key.public.hex()})
    sums = {name: hashlib.sha256(body).hexdigest() for name, body in inside.items()}
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()
    return inside | {"SHA256SUMS": text} | dict(signature_files("SHA256SUMS", text, key))


def lines(members: Members, name: str = "journal.jsonl") -> list[bytes]:
    return members[name].splitlines()


def put(members: Members, changed: list[bytes], name: str = "journal.jsonl") -> None:
    members[name] = b"".join(line + b"\n" for line in changed)


def retold(members: Members, change: Callable[[dict[str, Any]], object]) -> None:
    """The manifest with something else in it."""
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    members["manifest.json"] = canonical_json(manifest)


def rechained(bodies: list[bytes], start: int) -> list[bytes]:
    """Entries from `start` on by another author, each naming the one before as it now is."""
    out = bodies[:start]
    for body in bodies[start:]:
        entry = json.loads(body) | {"author": "nobody"}
        out.append(canonical_json(entry | {"previous": leaf_hash(out[-1]) if out else entry["previous"]}))
    return out
