"""`workbench match`: known images found again, in files or in the evidence of a case."""

import argparse
import contextlib
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.claiming import find_evidence
from workbench.casework.comparing import compare, dismiss, not_compared
from workbench.casework.knowing import attach, switch
from workbench.casework.library_ports import Finder
from workbench.casework.workroom import Workroom
from workbench.commandline import within_verb
from workbench.commandline.inspect_verb import every_evidence
from workbench.commandline.voice import Voice
from workbench.domain.known import Match
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    with contextlib.ExitStack() as stack:
        if options.case:
            case = stack.enter_context(contextlib.closing(room.open_case(Path(options.case))))
            if options.dismiss:
                return _dismiss(case, options, voice)
            if options.on or options.off:
                return _switch(case, options, voice)
            if options.within:
                return within_verb.run(case, options, room, voice)
            return _in_case(case, _libraries(options, room, stack, case), options, room, voice)
        if options.within or not options.library or not options.paths:
            raise Refusal("command.match-needs")
        finder = room.finder(_libraries(options, room, stack, None))
        return _files(finder, options, room, voice)


def _libraries(
    options: argparse.Namespace, room: Workroom, stack: contextlib.ExitStack, case: Case | None
) -> list[KnownLibrary]:
    """The libraries named, and those that the case is compared with already; naming one attaches it."""
    folders = [Path(folder) for folder in options.library]
    attached = [Path(known.path) for known in case.views.libraries() if known.on] if case else []
    folders += [folder for folder in attached if folder.resolve() not in {named.resolve() for named in folders}]
    opened = [stack.enter_context(contextlib.closing(room.open_library(folder))) for folder in folders]
    if case:
        for library in opened:
            attach(case, library)
        if not opened:
            raise Refusal("command.no-library")
    return opened


def _switch(case: Case, options: argparse.Namespace, voice: Voice) -> int:
    for name, on in [*((name, True) for name in options.on), *((name, False) for name in options.off)]:
        library = switch(case, name, on)
        voice.line({"library": library.id, "name": library.name, "on": on})
        state = voice.wording.say("command.switched-on" if on else "command.switched-off")
        voice.tell("command.switched", name=library.name, state=state)
    return 0


def _dismiss(case: Case, options: argparse.Namespace, voice: Voice) -> int:
    if len(options.paths) != 1:
        raise Refusal("command.dismiss-needs-one")
    dismiss(case, find_evidence(case, options.paths[0]), options.dismiss, options.reason)
    voice.line({"dismissed": options.dismiss})
    voice.tell("command.dismissed", match=options.dismiss)
    return 0


def _in_case(
    case: Case, libraries: list[KnownLibrary], options: argparse.Namespace, room: Workroom, voice: Voice
) -> int:
    finder = room.finder(libraries)
    wanting = False
    wanted: Iterable[str] = [find_evidence(case, name) for name in options.paths] or every_evidence(case)
    for sha256 in wanted:
        began = time.perf_counter()
        found = compare(case, sha256, finder)
        aside = {stored.id for stored in case.views.matches(sha256) if stored.dismissed}
        row = case.views.evidence(sha256)
        path = row.name if row else sha256
        standing = [match for match in found if match.id not in aside]
        wanting |= _say(path, standing, _counted(not_compared(case, sha256, finder), finder), began, voice, sha256)
    if wanting:
        voice.tell("command.not-compared-next")
    return 0


def _files(finder: Finder, options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    failed = wanting = False
    examiner, source = room.examiner(), room.files(options.paths, "file", "", "")
    with room.scratch() as vault:
        for arrival in source.arrivals():
            began, path = time.perf_counter(), writable(arrival.path)
            try:
                with source.open(arrival) as untrusted:
                    staged = vault.stage(untrusted, room.limits.file_bytes)
                try:
                    examination = examiner.examine(staged.path, staged.sha256, room.limits)
                    found = finder(staged.path, examination)
                finally:
                    vault.discard(staged)
                counted = _counted(finder.not_compared(examination), finder)
                wanting |= _say(path, found, counted, began, voice, staged.sha256)
            except Refusal as refusal:
                failed = True
                why = voice.wording.refusal(refusal.about(path))
                voice.line({"path": path, "matches": [], "milliseconds": None, "reason": why})
                voice.tell("command.not-admitted", path=path, reason=why)
    if wanting:
        voice.tell("command.not-compared-next")
    return int(failed)


def _counted(fingerprints: int, finder: Finder) -> dict[str, int]:
    """How many known images could not be compared, as the lines of `match --json` have it."""
    return {"not_compared": fingerprints, "not_compared_features": finder.not_compared_features()}


def _say(
    path: str, found: Iterable[Match], uncompared: Mapping[str, int], began: float, voice: Voice, sha256: str
) -> bool:
    """Say what was found in one image; True where some known image could not be compared."""
    matches = list(found)
    took = round((time.perf_counter() - began) * 1000, 1)
    lines = [match_line(match, voice) for match in matches]
    voice.line({"path": path, "sha256": sha256, "matches": lines, **uncompared, "milliseconds": took})
    voice.tell("command.matched", path=path, count=len(matches))
    for match in matches:
        say = voice.wording.say
        first = match.known.first_known.text() if match.known.first_known else say("command.undated")
        edits = ", ".join(say(edit.code, dict(edit.facts)) for edit in match.edits)
        voice.tell("command.match", id=match.id, kind=say(f"kind.{match.kind.value}"), known=match.known.path,
                   first_known=first, score=f"{match.score:.2f}", edits=edits)  # fmt: skip
    if count := uncompared["not_compared"]:
        voice.tell("command.not-compared", count=count)
    if count := uncompared["not_compared_features"]:
        voice.tell("command.not-compared-features", count=count)
    return any(uncompared.values())


def match_line(match: Match, voice: Voice) -> dict[str, Any]:
    """A match as `match --json` has it: `id` is the known image's, `match` the name under which it is cited."""
    return {
        "id": match.known.id,
        "match": match.id,
        "known_path": match.known.path,
        "library": match.library,
        "first_known": match.known.first_known.text() if match.known.first_known else None,
        "kind": match.kind.value,
        "transform": [list(row) for row in match.transform],
        "edits": [voice.wording.say(edit.code, dict(edit.facts)) for edit in match.edits],
        "overlap_query": match.overlap_query,
        "overlap_known": match.overlap_known,
        "score": match.score,
        "false_match_odds": match.false_match_odds,
    }
