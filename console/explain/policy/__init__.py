"""What a carer expects of their rules, and what a change of them would change."""
