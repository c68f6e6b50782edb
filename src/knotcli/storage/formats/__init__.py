"""File formats in which data leave and enter: JSON, CSV, FHIR, iCalendar."""
