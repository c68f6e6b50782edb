"""What one look at today needs."""
