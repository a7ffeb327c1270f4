"""What platforms' export files say: read, recognised by their headings, and turned into rows that name their line.

Pure: no database, no clock, no settings. `readers` opens a file, `fingerprints` says which export it is or refuses it,
`parsing` gives its rows, `blanking` gives the copy without personal cells, `definitions` says what each figure means.
"""
