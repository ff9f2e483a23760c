"""The demonstration data set: a small cast with two years of claims, and crowds for benchmarks.

Everything is drawn from a seed and a reference day: the same two give the same files.
"""
