"""The FAQ: its questions and answers, and the topics of the plan they are about."""
