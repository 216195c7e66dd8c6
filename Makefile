# make demo   see it work: everything on this machine, nothing to install first
# make test   every test that runs without root; says loudly what it skipped
# make build  the one binary, bin/tingfeng
# make lint   vet, gofmt, staticcheck, types of the pages
# make bench  the figures of docs/performance.md, on this machine
# make soak   the long runs: kill -9 twenty times during an ingest of 50,000 posts; 10,000 sources for five minutes; a storm of 1,000 alerts with ten kill -9s
# make fuzz   every parser against whatever bytes come, FUZZTIME each (default 60s; one after the other)
SHELL   := /bin/sh
GO      ?= go
NPM     ?= npm
ARGS    ?=
FUZZTIME ?= 60s
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
WEB     := dashboards/web
BROWSER := $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
SOURCES := $(shell find . -name '*.go' -not -path './node_modules/*' -not -path './$(WEB)/node_modules/*') $(shell find configs nlp store -name '*.sql' -o -name '*.yaml' -o -name '*.txt' -o -name '*.tsv' -o -name '*.bin')
PAGES   := $(shell find $(WEB)/src $(WEB)/public $(WEB)/index.html $(WEB)/package.json $(WEB)/package-lock.json $(WEB)/vite.config.ts 2>/dev/null)
TESTING := TINGFENG_REQUIRE_ENGINE=1

.PHONY: demo test build engine web lint bench soak fuzz race browser clean

demo: build
	@bin/tingfeng demo $(ARGS)

build: engine bin/tingfeng

bin/tingfeng: $(SOURCES) go.mod go.sum $(WEB)/dist/index.html
	@echo "building bin/tingfeng (the first time compiles the database driver: about a minute)"
	@$(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $@ .

engine:
	@sh store/engine/lib/fetch.sh

web: $(WEB)/dist/index.html

$(WEB)/node_modules/.made: $(WEB)/package-lock.json
	@echo "fetching what the pages are built with"
	@cd $(WEB) && $(NPM) ci --no-audit --no-fund --loglevel=error && touch node_modules/.made

$(WEB)/dist/index.html: $(WEB)/node_modules/.made $(PAGES)
	@echo "building the pages"
	@cd $(WEB) && $(NPM) run --silent build

# Three packages at a time: the long ones wait for the engine, for kills and for clocks half of their time.
test: build
	@$(TESTING) $(GO) run ./store/storetest/share $(GO) test -p 3 -timeout 20m ./...
	@cd $(WEB) && $(NPM) run --silent check && $(NPM) run --silent test
	@$(MAKE) --no-print-directory browser

browser: build
ifeq ($(BROWSER),)
	@echo "SKIPPED: the browser tests need Chromium (Debian: apt-get install chromium fonts-noto-cjk)"
else
	@sh $(WEB)/e2e/run.sh $(BROWSER)
endif

# What shares memory between goroutines is raced: parsers, formats, training and statistics are of one goroutine each, and the
# commands are raced where one works beside a running server. `make race RACED=./... BESIDE=.` races everything.
RACED ?= ./crawler ./crawler/transport ./crawler/replay ./dashboards/api ./nlp/copies ./nlp/llm ./pipeline ./pipeline/access ./pipeline/alert \
  ./pipeline/discover ./pipeline/models ./pipeline/notify/... ./pipeline/oidc ./pipeline/optout ./pipeline/schedule ./pipeline/second ./pipeline/spool \
  ./pipeline/workorder ./store ./store/engine
BESIDE ?= WhileItRuns|Beside|Letters|SecondOpinion|Allowance|Push|Serve|Agent|Lanes|Occupied|ManyGoroutines|AtOnce|^TestTag

race: engine web
	@$(TESTING) $(GO) run ./store/storetest/share $(GO) test -p 3 -race -short -timeout 25m $(RACED)
	@$(TESTING) $(GO) run ./store/storetest/share $(GO) test -race -short -timeout 25m -run '$(BESIDE)' . ./nlp

lint: web
	@$(GO) vet ./...
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofmt these: $$unformatted"; exit 1; }
	@$(GO) tool staticcheck ./...
	@cd $(WEB) && $(NPM) run --silent check

bench: build
	@$(TESTING) $(GO) run ./store/storetest/share $(GO) test -run '^$$' -bench . -benchmem ./...

soak: build
	@$(TESTING) TINGFENG_SOAK=1 $(GO) test -count=1 -timeout 60m -run 'Kill|Soak' -v .
	@TINGFENG_SOAK=1 $(GO) test -count=1 -timeout 20m -run TenThousandSources -v ./pipeline
	@$(TESTING) TINGFENG_SOAK=1 $(GO) test -count=1 -timeout 20m -run 'TestStorm$$' -v ./pipeline
	@TINGFENG_SOAK=1 $(GO) test -count=1 -timeout 30m -run TenThousand -v ./crawler/replay

# Minimising is kept short: the fuzzer tries nothing else meanwhile.
fuzz: engine web
	@for file in $$(git grep -l '^func Fuzz' -- '*_test.go'); do \
	  for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' $$file); do \
	    echo "$$(dirname $$file) $$name"; \
	    told=$$($(GO) test ./$$(dirname $$file) -run '^$$$$' -fuzz "^$$name$$$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 50x) || { echo "$$told"; exit 1; }; \
	    echo "$$told" | grep execs: | tail -1; \
	  done; \
	done

clean:
	rm -rf bin $(WEB)/dist/assets $(WEB)/dist/index.html
