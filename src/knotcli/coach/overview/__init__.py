"""What stands today, and one next step."""
