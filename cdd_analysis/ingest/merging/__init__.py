"""Records of all files -> one table: duplicates and conflicts told, every figure stated twice compared."""
