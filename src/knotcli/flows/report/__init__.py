"""What a report for a clinician is made from, read from the history."""
