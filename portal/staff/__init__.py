"""The pages for those who look after the library: what was asked, what is missing, and the documents."""
