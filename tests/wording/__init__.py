"""Tests of the words for persons."""
