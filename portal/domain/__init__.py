"""Rules of the field as pure functions and frozen dataclasses.

Standard library only, no I/O, no clock: the time comes in as an argument.
"""
