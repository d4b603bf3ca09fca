# swuv: `make run` and `make test` are the two commands; each does all of its own set-up.

SWIFT   ?= swift
PREFIX  ?= /usr/local
BUILD   := .build/release
SCRATCH := scratch
# Empty: the example of variant wheels in Examples, offline. Or packages of the package index; a small set with
# a compiled wheel, a console script and dependencies in it is SET="flask requests markupsafe".
SET     ?=

.PHONY: run test install bench lint build setup clean

build: setup
	@Scripts/static-libraries "$$($(SWIFT) build -c release --show-bin-path)"
	$(SWIFT) build -c release --static-swift-stdlib --disable-local-rpath --product swuv

run: build
	@Scripts/main-job $(BUILD)/swuv $(SCRATCH) $(SET)

test: build
	$(SWIFT) test
	python3 Tests/Acceptance --swuv $(BUILD)/swuv

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/swuv/providers.d
	install -m 755 $(BUILD)/swuv $(DESTDIR)$(PREFIX)/bin/swuv
	@for file in providers.d/*.toml; do [ ! -e "$$file" ] || install -m 644 "$$file" $(DESTDIR)$(PREFIX)/share/swuv/providers.d/; done

bench: build
	@Benchmarks/run --swuv $(BUILD)/swuv $(BENCH)

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	@Scripts/lint-rooms

setup:
	@Scripts/setup

clean:
	rm -rf .build $(SCRATCH)
