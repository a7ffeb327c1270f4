"""A report on paper: PDF by typst, XLSX for those who calculate on. Texts go in as data, never as markup."""
