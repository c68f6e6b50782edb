"""What helps between sessions: habits and the course over weeks."""
