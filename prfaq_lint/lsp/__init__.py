"""The language server: findings, outline and fixes of a draft while it is written, in any editor that speaks LSP.

`text.py` knows positions, `analysis.py` lints unsaved text, and the modules on single features turn an `Analysis` into what the
protocol wants. Only `server.py` knows about messages, and only it runs on the event loop.
"""
