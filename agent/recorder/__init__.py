"""The gate: nothing about anyone is written down here without a permit that holds right now."""
