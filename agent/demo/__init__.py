"""The demonstration: a household on one machine, offline and without root."""
