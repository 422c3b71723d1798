"""English: what all templates share, and one module for each reader.

Rules kept here:
- Sentences are short and of everyday words; the tests compute the grade of each template.
- Words that somebody has signed never change. A better sentence is a new version of a template.
"""
