"""What people are asked for on the balance sheet, and how their answers are checked."""
