"""Fetching for the lists job: a process that has the network, and nowhere to write."""
