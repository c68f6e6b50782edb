"""What is shown to a clinician."""
