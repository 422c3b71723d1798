"""The records: what people sign, each a frozen value whose annotations are its closed schema.

Rules kept here:
- A record has exactly the fields that its class names; a field that may be empty is null, never
  absent. `consent/schema.py` reads and writes them all.
- A record holds no name of a young person, no date of birth, no address and no detail of a case.
- What a field may hold stands at the field. What must hold between fields is a profile's rule.
"""
