"""What is kept, as a person reads it and as JSON."""
