"""The checks of Health, from the command line of the box."""
