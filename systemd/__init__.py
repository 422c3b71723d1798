"""What stands between Lamplight's processes and the service manager of the box."""
