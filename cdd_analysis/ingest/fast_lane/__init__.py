"""Large delimited texts by distinct text, block by block, to what the ordinary way gives."""
