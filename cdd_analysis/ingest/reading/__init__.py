"""Any file -> sheets of cells: told by its bytes, within bounds, workbooks and pages in a process of their own."""
