# `make` lists the verbs. `make ready` is exactly what CI runs.
.DEFAULT_GOAL := help
.PHONY: help chat ready format lint rust python node examples diagram document encoder scripts bench peers clean

PYTHON ?= python3
export CARGO_TARGET_DIR ?= $(CURDIR)/target
VENV := .venv/bin
BOT ?= examples/coffee/bot

help: ## list the verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

chat: ## talk to the coffee shop (BOT=DIR for another bot)
	cargo run --quiet --release --features cli -- chat $(BOT)

ready: format lint rust python node examples document ## everything that CI checks; sets up what it needs

format: ## is the code formatted
	cargo fmt --all --check

lint: ## clippy, no warnings
	cargo clippy --workspace --all-targets --features sonthana/cli -- -D warnings

rust: ## the core's tests, conformance and documentation examples
	cargo test --workspace --features sonthana/cli

python: .venv/ready ## the Python package: tests, stubs, types
	$(VENV)/pip install -q './bindings-python[test]'
	$(VENV)/python -m pytest -q bindings-python/tests
	$(VENV)/python -m mypy.stubtest sonthana
	$(VENV)/python -m mypy --strict bindings-python/tests/typing_check.py

node: ## the Node package: tests, types
	npm install --no-audit --no-fund --loglevel=error --prefix bindings-node
	cd bindings-node && npm test && npm run types

examples: .venv/ready ## the hosts of the coffee shop, and the bot's own conversations
	cargo run --quiet --features cli -- check examples/coffee/bot
	cargo run --quiet --features cli -- test examples/coffee/bot
	cargo run --quiet --features cli -- test examples/clinic/bot
	cargo run --quiet --features cli -- explain examples/clinic/bot | python3 tools/decisions.py --check docs/decisions.md
	cargo run --quiet --features cli -- explain examples/clinic/bot --json | python3 tools/flows.py examples/clinic/bot --check docs/flows.md
	cargo run --quiet --features cli -- explain examples/coffee/bot --json | python3 tools/flows.py examples/coffee/bot --check docs/stories.md
	$(VENV)/pip install -q fastapi httpx
	$(VENV)/python -m pytest -q examples/coffee/tests
	npm install --no-audit --no-fund --no-save --loglevel=error ./bindings-node
	node --test examples/coffee/tests/

.venv/ready:
	$(PYTHON) -m venv .venv
	$(VENV)/pip install -q --upgrade pip
	touch $@

diagram: ## the order of decisions, and what the example bots do, drawn
	cargo run --quiet --features cli -- explain examples/clinic/bot | python3 tools/decisions.py > docs/decisions.md
	cargo run --quiet --features cli -- explain examples/clinic/bot --json | python3 tools/flows.py examples/clinic/bot > docs/flows.md
	cargo run --quiet --features cli -- explain examples/coffee/bot --json | python3 tools/flows.py examples/coffee/bot > docs/stories.md

document: ## documentation without warnings
	RUSTDOCFLAGS="-D warnings" cargo doc -p sonthana --no-deps --features cli

# Where pip puts the runtime's library, and where the core's test leaves its model.
ENCODER = ORT_DYLIB_PATH=$$(ls $(CURDIR)/.venv/lib/python3*/site-packages/onnxruntime/capi/libonnxruntime.*[0-9]*) SONTHANA_ENCODER=$(CARGO_TARGET_DIR)/tmp/encoder

encoder: .venv/ready ## sentence encoders (feature `onnx`), in three languages; leaves builds that have them
	$(VENV)/pip install -q onnxruntime 'pytest>=8'
	$(ENCODER) cargo test -p sonthana --features cli,onnx --test encoder
	MATURIN_PEP517_ARGS="--features onnx" $(VENV)/pip install -q ./bindings-python
	$(ENCODER) $(VENV)/python -m pytest -q bindings-python/tests/test_encoder.py
	cd bindings-node && SONTHANA_FEATURES=onnx npm install --no-audit --no-fund --loglevel=error && $(ENCODER) node --test tests/encoder.test.mjs

scripts: ## Chinese and Japanese cut by their dictionary (feature `chinese-japanese`)
	cargo test -p sonthana --features cli,chinese-japanese --lib tokenize::script

bench: ## measure, and print a table
	cargo bench -p sonthana-benches
	cargo run --quiet --release -p sonthana-benches --bin table

WHAT ?= $(patsubst benches/peers/%/Makefile,%,$(wildcard benches/peers/*/Makefile))

peers: ## measure beside other engines (DATA=DIR; WHAT=text for one contest)
	for what in $(WHAT); do env -u CARGO_TARGET_DIR $(MAKE) -C benches/peers/$$what DATA=$(abspath $(DATA)) || exit 1; done

clean: ## forget everything that was built
	rm -rf target .venv bindings-node/node_modules bindings-node/*.node
