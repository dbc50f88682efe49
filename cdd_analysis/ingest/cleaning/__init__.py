"""A region -> records of its table, problems, controls and an account of every row."""
