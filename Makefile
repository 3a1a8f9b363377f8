# Auth, Sessions and Secrets. `make` alone prints the targets.
MAKEFLAGS += --warn-undefined-variables --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run demo init-data test test-sessions bench fuzz generate fmt verify

# Looked for when a target needs it. Without a JDK 25 the target stops with one line.
JDK = $(or $(shell .mvn/find-jdk 2>/dev/null),$(error $(shell .mvn/find-jdk 2>&1)))
MAVEN = JAVA_HOME='$(JDK)' ./mvnw -B -ntp

# The running launcher has a copy of its own: the next build overwrites the original.
LAUNCHER := .local/launcher.jar

# How the bot gets updates in make run: webhook asks nothing of Telegram, polling needs the token of a bot that exists.
BOT ?= webhook

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
	  printf '  make %-13s %s\n' "$$name" "$$text"; done

run: ## Build and start the whole system on this machine until Ctrl-C; BOT=polling for a bot that exists
	@$(MAVEN) -q -DskipTests package
	@mkdir -p -m 700 .local
	@cp local/target/local-*-exec.jar $(LAUNCHER).new && mv $(LAUNCHER).new $(LAUNCHER)
	@exec '$(JDK)/bin/java' -XX:+UseSerialGC -Xmx128m -jar $(LAUNCHER) run --bot=$(BOT)

demo: ## Sign a person in and out on the running system, step by step
	@test -e $(LAUNCHER) || { echo 'Nothing runs here: start the system with `make run` in another terminal.' >&2; exit 1; }
	@'$(JDK)/bin/java' -jar $(LAUNCHER) demo

init-data: ## Print initData signed like Telegram's with the local bot token (use make -s)
	@test -e $(LAUNCHER) || { echo 'There are no keys yet: the first `make run` makes them.' >&2; exit 1; }
	@'$(JDK)/bin/java' -jar $(LAUNCHER) init-data

test: ## Build everything and run all tests
	$(MAVEN) verify

test-sessions: ## Run the tests of Sessions that need a store; REDIS_SERVER_BIN names another Redis or Valkey to run them on
	$(MAVEN) -pl services/sessions -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false

bench: ## Measure Sessions with a million sessions, against ten thousand
	$(MAVEN) -pl services/sessions -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test='*Bench' -Dfailsafe.failIfNoSpecifiedTests=false

fuzz: ## Fuzz the credential parsers, five minutes for each entry; what is found is saved as a test
	@for test in $$(grep -rl '@FuzzTest' services/auth/src/test/java); do \
	  for entry in $$(grep -A1 '@FuzzTest' $$test | sed -n 's/.*void \([A-Za-z]*\)(.*/\1/p'); do \
	    JAZZER_FUZZ=1 $(MAVEN) -pl services/auth -am test -Dsurefire.failIfNoSpecifiedTests=false \
	      -Dtest="$$(basename $$test .java)#$$entry" || exit 1; \
	  done; \
	done

generate: ## Write what is made from the sources: the operator's CustomResourceDefinition
	GENERATE=1 $(MAVEN) -q -pl operator test -Dtest=CrdTest

fmt: ## Format the sources
	$(MAVEN) spotless:apply

verify: ## Check what has to be clean: the formatting of the sources
	$(MAVEN) spotless:check
