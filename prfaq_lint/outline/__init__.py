"""Document → outline: what each stretch of a draft is.

`build` creates an `Outline`, which is complete and immutable: `structure` finds headings, zones and scopes,
`release` the parts of the press release and the problem, `faq` the questions and the content of their answers.
"""
