"""Reflex states.

A handler asks who is acting, calls one service, assigns the result, says where to go.
"""
