"""The language server: findings, outline and fixes for a draft while typing, in any editor that supports LSP.

`text.py` handles positions, `analysis.py` lints unsaved text, and each feature's module turns an `Analysis` into
protocol types. Only `server.py` handles messages, and only it runs on the event loop.
"""
