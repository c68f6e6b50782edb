"""The report for a clinician, drawn."""
