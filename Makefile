# The two commands are `make demo` and `make test`. Each does all its own set-up.
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)

.PHONY: demo test check unit browser grown soak bench messages screenshots setup

demo: setup
	$(UV) run --quiet phien demo

# Everything: static checks, the suite on the embedded engines, what may go otherwise again on PostgreSQL and Redis, and a browser.
test: setup
	bash scripts/test.sh

setup:
	bash scripts/setup.sh

check:
	bash scripts/check.sh

unit:
	$(UV) run pytest -q -n 2 -m "not browser and not soak"

browser:
	$(UV) run pytest -q -m "browser and not soak"

soak: setup
	$(UV) run pytest -q -m soak

bench: setup
	$(UV) run python -m bench.$(NAME)

messages:
	bash scripts/messages.sh

screenshots:
	$(UV) run python scripts/screenshots.py
