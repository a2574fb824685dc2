"""What the file says of its own making, in words: Content Credentials, editing history, and the picture inside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.desktop.plain_text import Speech, visible
from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Action, Credentials, Standing
from workbench.domain.editing import Editing, Step, editing
from workbench.domain.examinations import Examination
from workbench.domain.measures import when

MOST = 60
"""Lines of one kind; the tags have the rest."""

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OriginShown:
    """Pairs of label and text. `embedded` says the sizes of the embedded picture and of the picture, or nothing."""

    embedded: str = ""
    credentials: Facts = ()
    editing: Facts = ()


def origin_shown(examination: Examination | None, speech: Speech) -> OriginShown:
    """All of it for one examination; whatever is not there is said to be not there."""
    if examination is None:
        return OriginShown()
    small, (width, height) = examination.thumbnail, examination.upright_size
    embedded = ""
    if small:
        embedded = speech.say("desktop.embedded.sizes", small=f"{small.width} × {small.height}",
                              large=f"{width} × {height}")  # fmt: skip
    found = credentials(examination)
    return OriginShown(
        embedded,
        _credentials(found, speech) if found else (("", speech.say("desktop.c2pa.none")),),
        tuple(_editing(editing(examination), speech)) or (("", speech.say("desktop.editing.none")),),
    )


def _credentials(found: Credentials, speech: Speech) -> Facts:
    say, manifest, signer = speech.say, found.manifest, found.signer
    lines = [(say("desktop.c2pa.manifest"), say(f"desktop.c2pa.presence.{manifest.presence.value}"))]
    for name in ("generator", "title", "label", "url", "error"):
        if text := getattr(manifest, name):
            lines.append((say(f"desktop.c2pa.{name}"), visible(text)))
    for name, codes in (("altered", manifest.altered), ("faulty", manifest.faulty)):
        if codes:
            lines.append((say(f"desktop.c2pa.{name}"), visible(", ".join(codes))))
    lines.append((say("desktop.c2pa.binding"), say(f"desktop.c2pa.binding.{found.binding.value}")))
    by = " · ".join(visible(part) for part in (signer.name, signer.issuer) if part)
    unlisted = signer.standing is Standing.UNTRUSTED and signer.trust_list != "given"
    standing = say(f"desktop.c2pa.standing.{'no-list' if unlisted else signer.standing.value}")
    lines.append((say("desktop.c2pa.signer"), f"{by}\n{standing}" if by else standing))
    lines.append((say("desktop.c2pa.trust-list"), say(f"desktop.c2pa.trust-list.{signer.trust_list}")))
    stamp = signer.time.isoformat(" ", "seconds") if signer.time else say("desktop.c2pa.no-time")
    lines.append((say("desktop.c2pa.time"), stamp))
    for name, texts in (
        ("actions", [_action(one, speech) for one in found.actions]),
        ("sources", [_action(one, speech) for one in found.sources]),
        ("ingredients", [_lined(one.title, one.relationship, *one.problems) for one in found.ingredients]),
        ("permissions", [_lined(one.name, one.use) for one in found.permissions]),
        ("creators", [visible(one) for one in found.creators]),
    ):
        if texts:
            lines.append((say(f"desktop.c2pa.{name}"), _listed(texts, speech)))
    return tuple(lines)


def _action(action: Action, speech: Speech) -> str:
    lineage = speech.say(f"desktop.c2pa.lineage.{action.lineage}")
    source = action.source_type.rpartition("/")[2]
    return " · ".join((_lined(action.name, action.agent, action.when, source), lineage))


def _editing(found: Editing, speech: Speech) -> Iterable[tuple[str, str]]:
    say = speech.say
    if found.steps:
        yield say("desktop.editing.steps"), _listed([_step(number, one) for number, one in enumerate(found.steps, 1)],
                                                    speech)  # fmt: skip
    for name, texts in (
        ("programs", found.programs),
        ("parts", found.parts),
        ("blocks", found.photoshop_blocks),
        ("settings", found.settings),
        ("changes", tuple(f"{one.field}: {one.text} ({when(one.when)})" for one in found.changes)),
    ):
        if texts:
            yield say(f"desktop.editing.{name}"), _listed([visible(text) for text in texts], speech)
    for name in ("derived_from", "document", "original_document", "instance"):
        if text := getattr(found, name):
            yield say(f"desktop.editing.{name.replace('_', '-')}"), visible(text)
    for name, holds in (("save-for-web", found.save_for_web), ("caption-changed", found.caption_changed)):
        if holds:
            yield say(f"desktop.editing.{name}"), say("desktop.editing.yes")


def _step(number: int, step: Step) -> str:
    return f"{number}. {_lined(step.action, step.when_text, step.program, step.changed, step.parameters)}"


def _lined(*parts: str) -> str:
    """Each part in an isolate of its own where it needs one."""
    return " · ".join(visible(part) for part in parts if part)


def _listed(texts: list[str], speech: Speech) -> str:
    more = [speech.say("desktop.origin.more", count=len(texts) - MOST)] if len(texts) > MOST else []
    return "\n".join((*texts[:MOST], *more))
