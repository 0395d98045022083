"""Claims to tables, workbooks and a report."""
