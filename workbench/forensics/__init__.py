"""What makes visible what the eye does not see: one file a view. A new one is a line in `VIEWS`, and its name and
parameters stand in `domain.forensic_views`."""

from collections.abc import Callable, Mapping

from PIL import Image

from workbench.domain.forensic_views import View
from workbench.forensics.channels import channels
from workbench.forensics.error_level import error_level
from workbench.forensics.jpeg_ghost import jpeg_ghost
from workbench.forensics.luminance_gradient import luminance_gradient
from workbench.forensics.noise_residual import noise_residual

VIEWS: Mapping[View, Callable[..., Image.Image]] = {
    View.ERROR_LEVEL: error_level,
    View.NOISE_RESIDUAL: noise_residual,
    View.JPEG_GHOST: jpeg_ghost,
    View.LUMINANCE_GRADIENT: luminance_gradient,
    View.CHANNELS: channels,
}
"""From an RGB picture as it lies in its file, `reduction`, and by name the view's parameters, all of them and within
the bounds of `domain.forensic_views.PARAMETERS`, to the view as RGB: one pixel for `reduction` x `reduction`."""
