"""What people promise: the form, moderation, the wall."""
