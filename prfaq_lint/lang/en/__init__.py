"""Facts of English: numbers in words, months, and the like. Every one has its only home here."""
