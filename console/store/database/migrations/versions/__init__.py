"""The steps in their order, each named by its number and what it is about."""
