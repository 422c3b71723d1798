"""Carrying the sealed backup of the night to where the helper chose."""
