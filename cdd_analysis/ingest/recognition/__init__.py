"""Sheets of cells -> regions: which table stands where, what each heading means, what titles say."""
