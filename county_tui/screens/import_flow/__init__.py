"""The import, step by step, and the batches it left."""
