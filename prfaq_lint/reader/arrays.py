"""numpy, set up for the reader: import it from here.

The matrices here are too small for threads, which would only wait for one another where several drafts are checked at once.
numpy reads these variables when it is first imported; a user's own values are kept.
"""

from __future__ import annotations

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

__all__ = ["Array", "NDArray", "np"]

Array = NDArray[np.float32]
