"""What others on the box may ask the running agent: minutes, warnings, and fixing an app."""
