"""Shops to stand beside: each sells the same duck over HTTP, from its published package, on the same PostgreSQL.

    shop.py       what a shop is: how it is installed, filled, opened and counted
    visitor.py    a buyer's browser: its connection and its cookies
    crowd.py      many buyers at once, and what became of each purchase
    postgres.py   the database server that all stand on, and what it can do at most
    sqlite.py     what SQLite can do at most
    phien.py      the site itself: its checkout, and its claim desk
    oscar.py, vendure.py, pretix.py, medusa.py    the others, each with its few files of configuration in NAME_shop/

The others are run, never copied from, and are no dependency: they are installed into PEERS_HOME
(~/.cache/phien-bench/peers) when they are first measured.
"""
