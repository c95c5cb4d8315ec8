"""What a therapist reads before an appointment: worked out of rows by rules, nothing inferred, nothing summarised."""
