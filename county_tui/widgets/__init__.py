"""What screens are made of: line lists, form fields, pickers, dialogs, charts, the diff renderer."""
