"""What the office enters about itself."""
