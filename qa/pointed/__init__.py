"""What a question points at (whoever does it, a place, a time, a purpose), and which sentences tell it."""
