"""At the door: who is let in when, what is written down of it, and how the desk closes."""
