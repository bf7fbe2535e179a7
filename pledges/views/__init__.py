"""What answers the public's requests about pledges."""
