"""Training of the reader; not part of the wheel."""
