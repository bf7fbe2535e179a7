"""What is said of metrics."""
