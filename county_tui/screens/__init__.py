"""What a person sees and presses: one screen a file."""
