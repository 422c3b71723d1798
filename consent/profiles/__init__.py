"""Profiles: the rules of one procedure as data, each with its source, its name and its code.

Rules kept here:
- A rule says yes or no about records and the keyset at hand, from values alone.
- A profile cannot be loosened by a setting. An agency's keyset may tighten it.
"""
