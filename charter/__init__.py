"""The words that everything uses, and the programme they come from."""
