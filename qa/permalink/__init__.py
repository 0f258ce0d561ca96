"""Links that last: which words a link means, where they stand today, and what has become of them."""
