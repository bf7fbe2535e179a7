"""What it all adds up to: definitions, observations, targets, the dashboard."""
