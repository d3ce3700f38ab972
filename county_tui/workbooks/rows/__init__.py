"""The rows under a header: which are data, and what merged cells fill."""
