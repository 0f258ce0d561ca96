"""The record of what was asked: kept as answers go out, read again by those who look after the library."""
