"""numpy, configured for the reader, which imports it from here.

The matrices are so small that several threads would only wait for each other when several drafts are checked at once.
numpy reads these variables when it is first imported; values that the user has set are kept.
"""

from __future__ import annotations

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

__all__ = ["Array", "NDArray", "np"]

Array = NDArray[np.float32]
