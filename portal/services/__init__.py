"""Use cases: one function, one transaction.

Synchronous, the session explicit, the actor's rights checked here.
"""
