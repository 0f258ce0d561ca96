"""Language models that write: which one is set, how it is asked, and what is done when it fails."""
