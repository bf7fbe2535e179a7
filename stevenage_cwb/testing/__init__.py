"""What tests need before Django is there."""
