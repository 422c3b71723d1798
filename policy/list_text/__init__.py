"""What the text of a block list means: the form by which the lists job and the console meet.

The lists job reads whole lists by it; the console finds the line that names a name.
"""
