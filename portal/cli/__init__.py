"""The operators' command line, ``python -m portal``."""
