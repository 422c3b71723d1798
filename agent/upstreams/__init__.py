"""Resolvers that a home can choose to ask: those that are well known, and one of its own."""
