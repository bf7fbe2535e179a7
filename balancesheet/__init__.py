"""What each neighbourhood holds, received, used and owes: a ledger, and what is read from it."""
