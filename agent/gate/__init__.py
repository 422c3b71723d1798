"""The agent's side of the gate: what is observed of a look-up, and only while a lease holds."""
