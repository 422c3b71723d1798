"""A small job beside chrony: writes down what chrony says of the time, for those without a network.

It runs as a process of its own, because chrony answers some questions only over its own socket.
"""
