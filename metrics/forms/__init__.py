"""What officers say of metrics, and what is asked of their words."""
