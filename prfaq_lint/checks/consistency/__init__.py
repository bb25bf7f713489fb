"""Checks on whether the release and the FAQ agree.

The FAQ backs up the release, so a reader who finds two prices or two dates believes neither. Each check reads the
draft's sentences once (`statements`), turns amounts and dates into values (`amounts`, `dates`), and compares only
values with the same unit and the same subject. If that is unclear, the check reports nothing: a false report of a
contradiction does more harm than a missed one.
"""
