"""The reader: how it is trained and turned into the file that `qa.read` runs. Only this folder imports torch."""
