"""What several topics need: ratios of sums, pace, growth, status, freshness, and the types a topic answers with."""
