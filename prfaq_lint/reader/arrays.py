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

# Linux's C library gives large blocks back to the system when they are freed, and every new one has to be cleared again,
# page by page; once a program has freed one of this size it keeps those below. This one is never written to, so it is free.
np.empty(31 << 20, np.uint8)
