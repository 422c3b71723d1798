"""The network side: answering queries, reading lists, and the demonstration.

Everything here runs without privilege. It imports `policy` (and later `consent`), never
`console`; the two meet only at files whose format `policy` owns.
"""
