"""The trained reader, which classifies each passage of a draft.

`segments` divides a document into passages, `windows` arranges them in context for the `encoder`, and `model` turns the
encoder's output into parts, roles, facets and verdicts. The rules decide what to report.
"""
