"""The trained reader: what each passage of a draft does.

`segments` cuts a document into passages, `windows` shows them to the `encoder` in context, and `model` turns what comes
out into parts, roles, facets and verdicts. A rule decides what to say about it.
"""
