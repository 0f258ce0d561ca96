"""Citation lookup: is it in the library, where, and in exactly which words?"""
