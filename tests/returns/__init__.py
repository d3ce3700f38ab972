"""Tests of sealed returns."""
