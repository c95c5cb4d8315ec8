"""Turns entries into files: tables, and the page a therapist reads before an appointment."""
