"""What was looked up and reviewed by hand: names, whose they are, and where that is written.

Each module holds one table as text, read when it is imported. `table.py` says how a table is
written; decision 6 says why a table is a module and not a file beside it.
"""
