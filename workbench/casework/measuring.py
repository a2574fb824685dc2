"""A picture that a library keeps, measured: all of its bytes are read in the child alone."""

from collections.abc import Callable
from dataclasses import dataclass

from workbench.casework.ports import Examiner
from workbench.domain.examinations import Examination, Limits, Preview
from workbench.domain.features import LocalFeatures
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Measuring:
    """What measures; `encode` makes a JPEG of a preview, `row_of` the row of local features that a library keeps."""

    examiner: Examiner
    encode: Callable[[Preview], bytes]
    row_of: Callable[[LocalFeatures], bytes]
    limits: Limits

    def measured(self, original: Original, sha256: str) -> tuple[Examination, LocalFeatures | None]:
        """What the child says of an original; Refusal as `Examiner.examine`.

        No features where they cannot be had: the picture is still known by its fingerprints.
        """
        examination = self.examiner.examine(original, sha256, self.limits)
        try:
            return examination, self.examiner.features(original, sha256, self.limits)
        except Refusal:
            return examination, None

    def kept(self, examination: Examination, features: LocalFeatures | None) -> tuple[bytes, bytes | None]:
        """The preview and the row of local features as a library keeps them."""
        preview = self.encode(examination.preview) if examination.preview else b""
        return preview, None if features is None else self.row_of(features)
