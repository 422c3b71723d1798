"""What people give and ask from day to day: grants, pauses, turns on a shared device, requests."""
