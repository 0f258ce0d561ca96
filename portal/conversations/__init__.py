"""Conversations that signed-on readers chose to keep: named, taken along as a file, shared by link, deleted."""
