"""What lies between the passages found and the sentences that a language model writes from them."""
