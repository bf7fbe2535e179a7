"""What the council paid: files, layouts and payments."""
