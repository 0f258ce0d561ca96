"""Every mention of a term in the library: the complete list, with counts and a timeline."""
