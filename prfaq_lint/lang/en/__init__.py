"""Facts about English: numbers in words, months, and the like. Each is defined only here."""
