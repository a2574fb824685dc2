"""Recipes: how a picture was measured, as it stands beside each measurement. `NAME; TOOL VERSION; ...`"""

LOCAL_FEATURES = "sift 1"
"""The recipe of local features that this version makes and searches. It changes whenever what it makes does."""


def recipe_name(recipe: str) -> str:
    """The recipe without the tools that it rests on: `sift 1` of `sift 1; opencv 5.0.0; pillow 13.0.0`."""
    return recipe.partition(";")[0].strip()
