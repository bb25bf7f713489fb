"""House rules of a canteen: a kind of check, two rule pages, and a format."""
