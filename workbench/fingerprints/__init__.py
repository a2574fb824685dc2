"""What makes a picture recognisable. One file a fingerprint; a new one is a new file and a line in `FINGERPRINTS`."""

from workbench.fingerprints.dhash import DHash
from workbench.fingerprints.pdq import Pdq
from workbench.fingerprints.phash import PHash
from workbench.fingerprints.recipe import FingerprintMethod

FINGERPRINTS: tuple[FingerprintMethod, ...] = (PHash(), DHash(), Pdq())
