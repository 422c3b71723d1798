"""From the address a packet came from to the device, and so to what is decided for it."""
