"""What changes metrics: loading the catalogue, computing, entering."""
