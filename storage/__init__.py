"""What is kept: tables, the few functions that speak the core's types to them, and the encryption under both."""
