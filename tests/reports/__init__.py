"""Tests of the summary tables."""
