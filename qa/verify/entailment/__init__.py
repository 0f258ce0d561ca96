"""A small model that says whether a text bears out a claim: its file, and how it was trained."""
