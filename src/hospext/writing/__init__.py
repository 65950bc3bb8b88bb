"""From an extraction to what the user asked for: one module a format, all from the same rows."""
