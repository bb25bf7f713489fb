"""Runs over many files: finding, reading, linting, caching, fixing and writing them."""
