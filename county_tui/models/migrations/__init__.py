"""Numbered migrations; each file has `up(migrator, db)` and never changes once released."""
