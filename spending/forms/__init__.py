"""What people are asked for in spending, and how their answers are checked."""
