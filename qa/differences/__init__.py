"""Where the sentences of an answer do not say the same: what came later, and what is in conflict."""
