"""What can be done at a desk: look after an agency's keys, draw up, sign, review, end, verify.

Rules kept here:
- A command asks, decides by the rest of this room, and writes whole files; it keeps no rule of its
  own.
- One question at a time, each with what it is for. What was answered is kept at once, so that a
  break costs nothing.
- Every act ends with a case note that is ready to paste.
"""
