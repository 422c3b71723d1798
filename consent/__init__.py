"""What was agreed, by whom, until when: values in, values out.

Nothing stands here yet, and so nothing anyone looks up can be written down: the agent has no
code that could send an observation anywhere.
"""
