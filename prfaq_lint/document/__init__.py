"""Markdown → Document: a parsed draft whose every character of prose knows where it came from."""
