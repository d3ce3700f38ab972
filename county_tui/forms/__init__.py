"""Forms as they are issued: an .xlsx with marks in its cells, filled from the ledger, checked, printed as it came."""
