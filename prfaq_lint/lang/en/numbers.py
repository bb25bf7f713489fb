"""Numbers, in digits and in words."""

from __future__ import annotations

import re

UNITS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ROUND = "dozens?|hundreds?|thousands?|millions?|billions?"
FRACTIONS = "half|a third|two thirds|a quarter"

QUANTITY = re.compile(rf"\d|%|\b(?:{FRACTIONS}|{ROUND}|{UNITS}|{TENS})\b(?!-in-one)", re.IGNORECASE)
"""A number or a share of something."""
