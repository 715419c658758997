# huiqi (惠企). `make demo` and `make test` do everything on a machine that has the Swift toolchain.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
OUT ?= out
SOURCES := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources
STRICT := HUIQI_STRICT=1 $(SWIFT)
CHECKED := --explicit-target-dependency-import-check error

.PHONY: help deps build demo lib lint test test-swift test-c test-python test-oracle test-demo test-full fuzz bench bench-growth bench-peers bench-search bench-plot format clean

help: ## What can be made.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

deps: ## Check the toolchain; install missing system packages, or print the line to run.
	@.ci/deps

build: deps ## The command, optimised: .build/release/hq
	@if [ ! -x .build/release/hq ]; then echo "第一次构建约需 2 至 4 分钟 (a first build takes 2 to 4 minutes) …"; fi
	@log=$$(mktemp); $(SWIFT) build -c release --product hq >$$log 2>&1 || { cat $$log; exit 1; }; rm -f $$log

demo: build ## The main job on the sample city, with reasons.
	@Examples/city/demo.sh $$PWD/.build/release/hq

lib: deps ## The self-contained libhuiqi.so in out/ (static Swift runtime, only hq_* exported).
	@Bindings/C/build-lib.sh $(OUT)

lint: deps ## Format and imports.
	$(SWIFT) format lint --strict --recursive $(SOURCES)

test-swift: deps
	$(STRICT) build --build-tests $(CHECKED)
	$(STRICT) test --skip-build $(CHECKED)

test-c: lib ## The library as C and C++ programs see it.
	Tests/CABI/c/run.sh $(OUT)
	Tests/Golden/check-readme.sh $(OUT)

test-python: lib ## The Python module over the same library.
	@if command -v python3 >/dev/null 2>&1; then \
	  cd Bindings/Python && HUIQI_LIB=$(abspath $(OUT))/libhuiqi.so PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover -s tests; \
	else echo "skipped: no python3"; fi

test-oracle: ## The independent evaluator's own tests; the numpy peer against it.
	@if command -v python3 >/dev/null 2>&1; then \
	  export PYTHONDONTWRITEBYTECODE=1; (cd Tests/Conformance && python3 -m unittest oracle.test_oracle); \
	  cd Benchmarks && python3 -m unittest peers.test_peers; \
	else echo "skipped: no python3"; fi

test-demo: test-swift ## The demo prints what the README says; the command as a user meets it.
	Tests/Golden/check-demo.sh .build/debug/hq
	Tests/Golden/check-command.sh .build/debug/hq
	Tests/Conformance/check-worlds.sh .build/debug/hq

test: lint test-swift test-oracle test-demo test-c test-python ## Everything that finishes within ten minutes.
	@echo "make test: all tiers passed"

test-full: test build ## More random cases, optimised; the whole city against the independent evaluator.
	HUIQI_TESTS=full $(STRICT) test -c release -Xswiftc -enable-testing --scratch-path .build-full
	cd Benchmarks && $(SWIFT) build -c release --scratch-path ../.build-bench
	Tests/Conformance/check-worlds.sh .build/release/hq 12 500 200
	Benchmarks/verify.sh .build/release/hq .build-bench/release
	.build-bench/release/bench --check
	Benchmarks/instructions.sh $(CURDIR)/.build-bench/release

fuzz: deps ## Parsers and readers under libFuzzer, a minute each.
	Tests/Fuzz/run.sh $(or $(SECONDS_EACH),60)

bench: deps lib ## The table of times on the generated city.
	cd Benchmarks && $(SWIFT) run -c release --scratch-path ../.build-bench bench --lib ../$(OUT)/libhuiqi.so

bench-growth: deps ## The time of a decision with ten times the profiles, and ten times the clauses.
	cd Benchmarks && $(SWIFT) run -c release --scratch-path ../.build-bench bench --growth

bench-peers: deps lib build ## huiqi beside numpy, Polars, DuckDB, rule engines: the same city, the same run. PROFILES, CLAUSES, RUNS.
	cd Benchmarks && $(SWIFT) build -c release --scratch-path ../.build-bench --product generate-city
	Benchmarks/peers.sh .build-bench/release $(OUT)/libhuiqi.so .build/release/hq

bench-search: deps ## The search of 100,000 texts like clauses, and tantivy on the same texts. TEXTS, RUNS.
	cd Benchmarks && $(SWIFT) build -c release --scratch-path ../.build-bench --product bench
	Benchmarks/search.sh .build-bench/release

bench-plot: ## The same with huiqi and numpy over profiles and clauses, drawn as SVG.
	PLOT=1 PEERS=$${PEERS-numpy} $(MAKE) bench-peers

format: ## Rewrite the sources in the project's format.
	$(SWIFT) format --in-place --recursive $(SOURCES)

clean:
	rm -rf .build .build-* $(OUT) Benchmarks/.build
