"""Image generators that sign their work: what they write beside the pixels, read from the tags that readers found.

Declared is all that is said: the text can be removed, and it can be put into any picture. Keys and forms are those
of the programs' own saving code. Nothing is guessed from pixels.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.domain.examinations import Tag

EXCERPT = 300
TEXT_GROUPS = frozenset({"tEXt", "zTXt", "iTXt", "alpha"})
FIELDS = frozenset({"UserComment", "ImageDescription", "Comment", "Software", "Description", "CreatorTool"})
"""Where programs write in files that have no text chunks."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A generator, the field that names it or that only it writes, the model where stated, and how the text begins."""

    generator: str
    field: str
    model: str
    excerpt: str


_KEYS = {
    "fooocus_scheme": "Fooocus",
    "Dream": "InvokeAI",
    "sd-metadata": "InvokeAI",
    "invokeai_metadata": "InvokeAI",
    "invokeai_graph": "InvokeAI",
    "invokeai_workflow": "InvokeAI",
    "sui_image_params": "SwarmUI",
    "use_stable_diffusion_model": "Easy Diffusion",
}
"""Keys of text chunks that one program alone writes."""

_FORMS = (
    (re.compile(r'"(?:metadata_)?scheme":\s*"fooocus"|"Fooocus V|"adm_guidance"'), "Fooocus"),
    (re.compile(r'"sui_image_params"'), "SwarmUI"),
    (re.compile(r'"app_id":\s*"invoke-ai/InvokeAI"|"generation_mode":\s*"\w+2img'), "InvokeAI"),
    (re.compile(r'"class_type":\s*"|"last_node_id":\s*\d'), "ComfyUI"),
    (re.compile(r"\bSteps: \d+, (?:Sampler|Seed|CFG scale|Schedule type|Size)"), "Stable Diffusion web UI"),
    (re.compile(r'"k_sampler"|"uc":\s*".*"steps":|"steps":.*"uc":\s*"', re.DOTALL), "NovelAI"),
    (re.compile(r"\bJob ID: [0-9a-f]{8}-[0-9a-f]{4}-"), "Midjourney"),
)
"""Forms of text that programs of one kind write, whatever the key. Forks of a program write as it does."""

_NAMES = re.compile(
    r"^(?:.*\b)?(NovelAI|Stable Diffusion|Midjourney|DALL.?E|Adobe Firefly|ComfyUI|Fooocus|InvokeAI|Draw Things"
    r"|Ideogram|Leonardo\.? ?AI|Bing Image Creator|Imagen \d|Black Forest Labs|AI generated image)\b",
    re.IGNORECASE,
)
_NAMING = frozenset({"Software", "Source", "Title", "CreatorTool", "Generator", "generator"})
_MODEL = re.compile(
    r'\bModel: ([^,\n]{1,80})|"(?:ckpt_name|base_model|unet_name|model_weights|sd_model|model_name)":\s*"([^"]{1,80})"'
    r'|"model":\s*\{[^{}]*?"(?:name|model_name)":\s*"([^"]{1,80})"'
)


def declarations(tags: Iterable[Tag]) -> tuple[Declaration, ...]:
    """One for each generator that some field declares, in the order met, with the field that says the most."""
    found: dict[str, Declaration] = {}
    for tag in tags:
        for generator in _generators(tag):
            new = Declaration(generator, tag.name, _model(tag.value), " ".join(tag.value.split())[:EXCERPT])
            old = found.get(generator)
            if old is None or (bool(new.model), len(new.excerpt)) > (bool(old.model), len(old.excerpt)):
                found[generator] = new
    return tuple(found.values())


def _generators(tag: Tag) -> Iterator[str]:
    chunk = tag.family == "PNG" and tag.group in TEXT_GROUPS
    if not chunk and not (tag.name in FIELDS and tag.family in ("EXIF", "File", "XMP", "GIF")):
        return
    if chunk and tag.name in _KEYS:
        yield _KEYS[tag.name]
        return
    if tag.name in _NAMING:
        named = _NAMES.match(tag.value[:200])
        if named and named[1].lower() != "ai generated image":
            yield named[1]
        return
    for form, generator in _FORMS:
        if form.search(tag.value):
            yield generator
            return


def _model(text: str) -> str:
    found = _MODEL.search(text)
    return next((part for part in found.groups() if part), "").strip() if found else ""
