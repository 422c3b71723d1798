"""Lamplight put on a machine for good, taken off again, and looked after there."""
