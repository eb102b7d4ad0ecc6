"""Content and pages that mean harm."""
