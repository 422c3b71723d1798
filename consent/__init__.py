"""What was agreed, by whom, until when: values in, values out.

This room touches no clock, no socket, no file, no randomness; private keys are given to it. So far
it knows the envelope in which records travel and who must sign them. It cannot permit anything
yet, and the agent has no code that could send an observation anywhere: nothing anyone looks up can
be written down.
"""
