# Everything that a person or CI calls. `make help` lists the targets.

SHELL := /bin/bash
SWIFT ?= swift
PREFIX ?= /usr/local
RELEASE := -c release --static-swift-stdlib
# Answers recorded from real programs; tests that want them skip where they are not.
VET_GROUND_TRUTH ?= $(abspath $(wildcard ../shared))
export VET_GROUND_TRUTH

TARGET ?= regex
SECONDS ?= 60

PACKAGES := libgit2-dev libyaml-dev libpcre2-dev pkg-config git

.PHONY: help
help: ## List the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.PHONY: dependencies
dependencies: ## Install the Debian packages that the build needs, where they are missing.
	@.ci/dependencies $(PACKAGES)

.PHONY: build
build: dependencies ## Build the command for release.
	$(SWIFT) build $(RELEASE) --product git-vet

.PHONY: test
test: dependencies ## Run the tests.
	$(SWIFT) test

.PHONY: demo
demo: build ## Check the sample pull request, and say where its Markdown report lies.
	@.ci/demo "$$($(SWIFT) build $(RELEASE) --show-bin-path)/git-vet"

.PHONY: install
install: build ## Install the command and its manual page below PREFIX (/usr/local).
	install -D -m 755 "$$($(SWIFT) build $(RELEASE) --show-bin-path)/git-vet" \
		"$(DESTDIR)$(PREFIX)/bin/git-vet"
	install -D -m 644 Documentation/git-vet.1 \
		"$(DESTDIR)$(PREFIX)/share/man/man1/git-vet.1"

.PHONY: fuzz
fuzz: dependencies ## Fuzz TARGET for SECONDS, going on where it last stopped.
	@.ci/fuzz $(TARGET) $(SECONDS)

.PHONY: faults
faults: build ## Try the release build on full disks, closed streams, kills and read-only directories.
	@.ci/faults "$$($(SWIFT) build $(RELEASE) --show-bin-path)/git-vet"

.PHONY: bench
bench: build ## Measure the release build, on the merges of REPO too if it is given.
	@command="$$($(SWIFT) build $(RELEASE) --show-bin-path)/git-vet"; \
		for program in startup cost rendering scale; do \
			echo "# $$program"; python3 Benchmarks/$$program.py "$$command" || exit; echo; done; \
		$(if $(REPO),for program in merges limit pipeline; do \
			echo "# $$program"; \
			python3 Benchmarks/$$program.py "$$command" "$(REPO)" $(COUNT) || exit; echo; done)

.PHONY: replay
replay: dependencies ## Check all merged pull requests of REPO, or the newest COUNT.
	@test -n "$(REPO)" || { echo "name a repository: make replay REPO=<path>" >&2; exit 2; }
	$(SWIFT) build $(RELEASE) --product replay
	$(SWIFT) build $(RELEASE) --product git-vet
	@bin="$$($(SWIFT) build $(RELEASE) --show-bin-path)"; status=0; \
		count="$(if $(COUNT),--count $(COUNT))"; \
		.ci/replay "$$bin/replay" "$(REPO)" $$count || status=1; \
		echo; echo "beside the live state that all before left:"; \
		.ci/replay "$$bin/replay" "$(REPO)" $$count --live || status=1; \
		$(if $(COUNT),echo; echo "and a process each:"; \
		.ci/replay "$$bin/replay" "$(REPO)" $$count --command "$$bin/git-vet" || status=1;) \
		exit $$status

.PHONY: lint
lint: ## Check the format of the sources.
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

.PHONY: format
format: ## Format the sources.
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

.PHONY: modules
modules: ## Check that every module imports only modules above it.
	@.ci/modules

.PHONY: clean
clean: ## Remove what was built.
	rm -rf .build
