"""Backups: make one, check one, put one back."""
