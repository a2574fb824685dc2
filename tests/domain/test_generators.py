import pytest

from workbench.domain.examinations import Tag
from workbench.domain.generators import declarations

WEB_UI = "a duck\nNegative prompt: grey\nSteps: 15, Sampler: UniPC, CFG scale: 5, Seed: 2, Model: realism_v2"
COMFY = '{"3": {"inputs": {"seed": 1, "ckpt_name": "v1-5.ckpt"}, "class_type": "KSampler"}}'


def png(name, value, group="tEXt"):
    return Tag("structure", "PNG", group, name, value)


@pytest.mark.parametrize(
    ("tag", "generator", "model"),
    [
        (png("parameters", WEB_UI), "Stable Diffusion web UI", "realism_v2"),
        (png("parameters", WEB_UI, "alpha"), "Stable Diffusion web UI", "realism_v2"),
        (Tag("pillow", "EXIF", "EXIF", "UserComment", WEB_UI), "Stable Diffusion web UI", "realism_v2"),
        (png("prompt", COMFY), "ComfyUI", "v1-5.ckpt"),
        (png("workflow", '{"last_node_id": 33, "nodes": []}'), "ComfyUI", ""),
        (png("fooocus_scheme", "fooocus"), "Fooocus", ""),
        (png("parameters", '{"adm_guidance": "(1.5)", "base_model": "jugg"}'), "Fooocus", "jugg"),
        (png("Dream", '"a woman" -s 50'), "InvokeAI", ""),
        (png("invokeai_metadata", '{"model":{"model_name":"jugg"}}'), "InvokeAI", "jugg"),
        (png("Software", "NovelAI"), "NovelAI", ""),
        (png("Comment", '{"steps": 50, "uc": "lowres"}'), "NovelAI", ""),
        (png("Description", "a lake --v 5 Job ID: 12345678-90ab-cdef-1234-567890abcdef"), "Midjourney", ""),
    ],
)
def test_a_generators_own_text_is_known(tag, generator, model):
    (found,) = declarations([tag])
    assert (found.generator, found.model) == (generator, model)
    assert found.excerpt


@pytest.mark.parametrize(
    "tag",
    [
        png("Software", "gnome-screenshot"),
        png("Title", "AI generated image? Experts say no"),
        png("Description", "Steps: mind the gap, 3"),
        png("Comment", "Created with GIMP"),
        png("prompt", "what do you see?"),
        Tag("pillow", "EXIF", "Image", "Software", "Adobe Photoshop 25.0"),
        Tag("pillow", "EXIF", "Image", "Make", "NovelAI"),
        Tag("x", "ICC", "Profile", "Description", WEB_UI),
    ],
)
def test_other_text_declares_nothing(tag):
    assert not declarations([tag])


def test_each_generator_is_said_once_by_the_field_that_says_most():
    found = declarations([png("workflow", '{"last_node_id": 1}'), png("prompt", COMFY)])
    assert [(one.generator, one.field, one.model) for one in found] == [("ComfyUI", "prompt", "v1-5.ckpt")]
