"""What was agreed, by whom, until when: values in, values out.

From signed records and a reference time this room decides whether one young person's look-ups may
be written down. It touches no clock, no socket, no file and no chance; `__main__` alone does, for
a social worker's desk. The agent has no code yet that could send an observation anywhere.
"""
