"""Frames of the home's network, read strictly: each module one protocol, and none ever raises."""
