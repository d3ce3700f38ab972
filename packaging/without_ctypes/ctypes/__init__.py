"""Stands in for ctypes while packing: PyInstaller imports it, and our Python is built without libffi."""
