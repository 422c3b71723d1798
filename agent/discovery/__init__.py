"""Who is on the home's network: one process, one capability, and one file that it publishes."""
