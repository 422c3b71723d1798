"""Who may reach which name, and why: values in, values out.

This room touches no clock, no socket, no file, no randomness. It imports the standard library
and nothing of ours. `decide.py` is its heart; read that first.
"""
