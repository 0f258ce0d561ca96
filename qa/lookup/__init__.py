"""Citation lookup: a draft → its quotations → for each, whether, where and in which words the library has it."""
