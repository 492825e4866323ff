# `make` lists the verbs. `make ready` is exactly what CI runs.
.DEFAULT_GOAL := help
.PHONY: help chat ready format lint rust python node examples document bench clean

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

document: ## documentation without warnings
	RUSTDOCFLAGS="-D warnings" cargo doc -p sonthana --no-deps --features cli

bench: ## measure, and print a table
	cargo bench -p sonthana-benches
	cargo run --quiet --release -p sonthana-benches --bin table

clean: ## forget everything that was built
	rm -rf target .venv bindings-node/node_modules bindings-node/*.node
