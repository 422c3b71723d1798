"""The set-up code from the command line of the box."""
