"""The carer's and the young person's side.

It imports `policy` (and later `consent`), never `agent`; the two meet only at files whose format
`policy` owns.
"""
