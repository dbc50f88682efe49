"""What goes back to offices and what comes from them: fix lists, forms, corrections as data."""
