# Auth, Sessions and Secrets. `make` alone prints the targets.
MAKEFLAGS += --warn-undefined-variables --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run demo init-data test bench chaos soak fuzz fmt verify generate charts images cluster-up deploy e2e cluster-down release

# Located only when a target needs it. Without a JDK 25 the target fails with a one-line message.
JDK = $(or $(shell .mvn/find-jdk 2>/dev/null),$(error $(shell .mvn/find-jdk 2>&1)))
MAVEN = JAVA_HOME='$(JDK)' ./mvnw -B -ntp

# The launcher runs from a copy, because the next build overwrites the original.
LAUNCHER := .local/launcher.jar

# How the bot receives updates in make run: webhook works without Telegram, polling needs the token of a real bot.
BOT ?= webhook

GENERATED := charts services/*/README.md operator/README.md
# Those that depend on others come after them.
CHARTS := auth sessions secrets operator game-backend tigrit-bot tigrit-api platform

# The cluster. kind, kubectl, helm and a container engine must be on the PATH.
CLUSTER ?= tigrit
# Worker nodes; without any, the pods run on the control plane. The drain tests need two.
WORKERS ?= 0
KIND_NODE_IMAGE ?= kindest/node:v1.35.0
HELM_ARGS ?=
comma := ,
# These are started once during the image build; see services/train.
TRAINED := services/auth,services/sessions,services/secrets
STARTED := $(TRAINED),callers/game-backend,callers/tigrit-bot,callers/tigrit-api
IMAGES := $(STARTED),operator
# Depends on the sources, so that an upgrade restarts changed pods.
IMAGE_TAG ?= $(or $(shell (git ls-files -s services operator callers pom.xml; git diff -- services operator callers pom.xml) \
  2>/dev/null | git hash-object --stdin 2>/dev/null | cut -c1-12),dev)

COMMIT = $(or $(shell git describe --always --abbrev=12 --exclude='*' --dirty 2>/dev/null),unknown)

help: ## Print this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
	  printf '  make %-13s %s\n' "$$name" "$$text"; done

run: ## Build and start the whole system on this machine until Ctrl-C; BOT=polling for a real bot
	@mkdir -p -m 700 .local
	@if ! [ -e .local/built ] || ! [ -e local/target ] || [ -n "$$(find pom.xml services callers local -name target -prune -o \
	    \( -type f -o -path '*/src/*' \) -newer .local/built -print -quit)" ]; then \
	  echo 'local        | building what has changed; the first time it takes minutes' && touch .local/building && \
	  $(MAVEN) -q -pl $(STARTED),local -am -DskipTests package && \
	  cp local/target/local-*-exec.jar $(LAUNCHER).new && mv $(LAUNCHER).new $(LAUNCHER) && mv .local/building .local/built; \
	fi
	@exec '$(JDK)/bin/java' -XX:+UseSerialGC -Xmx128m -jar $(LAUNCHER) run --bot=$(BOT)

demo: ## Sign a user in and out on the running system, step by step
	@test -e $(LAUNCHER) || { echo 'The system is not running: start it with `make run` in another terminal.' >&2; exit 1; }
	@'$(JDK)/bin/java' -jar $(LAUNCHER) demo

init-data: ## Print initData signed like Telegram's with the local bot token (use make -s)
	@test -e $(LAUNCHER) || { echo 'There are no keys yet: the first `make run` creates them.' >&2; exit 1; }
	@'$(JDK)/bin/java' -jar $(LAUNCHER) init-data

TEST_ARGS ?=
test: ## Build everything and run all tests; TEST_ARGS is for Maven, REDIS_SERVER_BIN names another Redis or Valkey
	$(MAVEN) -T 1C --fail-at-end $(TEST_ARGS) verify

# Part of the names of the wanted measurements, or one of these; empty: everything, and the results in bench/ are replaced.
BENCH ?=
BENCHES := answers:AnswersBench edits:EditBench kernels:KernelsBench million:SizeBench
bench: ## Measure the services beside bare Netty and Spring's own, half an hour; BENCH='sessions verify' for a part, see bench/README.md
	$(MAVEN) -pl $(TRAINED),operator,bench,bench/kernels -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test='$(or $(patsubst $(BENCH):%,%,$(filter $(BENCH):%,$(BENCHES))),ComparisonBench$(if $(BENCH),,$(comma)SizeBench))' \
	  -Dfailsafe.failIfNoSpecifiedTests=false -Dbench='$(BENCH)'

ON_THE_SYSTEM = -pl local -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

# A regular expression in the rows' text; empty: all, and the table in docs/outages.md is replaced. Needs Linux with prometheus, util-linux, iproute2
# and iptables. FAKETIME_LIB names libfaketimeMT.so.1, without which the clock is left alone. In namespaces, so that nobody else is cut off.
CHAOS ?=
chaos: ## Break each part of the running system under load, a quarter of an hour; CHAOS='postgres|hangs' for a part, see docs/outages.md
	@for tool in prometheus unshare ip iptables; do command -v $$tool >/dev/null || { echo "$$tool is not installed" >&2; exit 1; }; done
	@$(MAVEN) -q -pl local,charts/test -am package -Dtest=AlertsTest -Dsurefire.failIfNoSpecifiedTests=false
	unshare --map-root-user --net --mount sh -c 'ip link set lo up && exec env "$$@"' sh \
	  $(MAVEN) -o $(ON_THE_SYSTEM) -Dit.test=SystemChaos -Dchaos='$(CHAOS)'

SOAK ?= 30
soak: ## Run the system under load for SOAK=30 minutes: memory, files and keys must not grow; see docs/capacity.md
	$(MAVEN) $(ON_THE_SYSTEM) -Dit.test=SystemSoak -Dsoak='$(SOAK)'

fuzz: ## Fuzz the credential parsers, five minutes for each entry point; findings are saved as test inputs
	@for test in $$(grep -rl '@FuzzTest' services/auth/src/test/java); do \
	  for entry in $$(grep -A1 '@FuzzTest' $$test | sed -n 's/.*void \([A-Za-z]*\)(.*/\1/p'); do \
	    JAZZER_FUZZ=1 $(MAVEN) -pl services/auth -am test -Dsurefire.failIfNoSpecifiedTests=false \
	      -Dtest="$$(basename $$test .java)#$$entry" || exit 1; \
	  done; \
	done

fmt: ## Format the sources
	$(MAVEN) spotless:apply

verify: ## Check the formatting, and that `make generate` changes nothing
	$(MAVEN) spotless:check
	@$(MAKE) generate
	@git diff --exit-code -- $(GENERATED) || { echo 'Commit the changes of `make generate`.' >&2; exit 1; }

generate: ## Write the generated files: the CRD; values, schemas and READMEs of the charts; tables of the configuration
	GENERATE=1 $(MAVEN) -q -pl operator,charts/test -am test -Dtest=CrdTest,GeneratedFilesTest \
	  -Dsurefire.failIfNoSpecifiedTests=false

charts: ## Add to each chart those that it depends on, as helm install and helm package need them; again after each change
	@for chart in $(CHARTS); do \
	  helm dependency update --skip-refresh charts/$$chart >/dev/null || exit 1; \
	done

images: ## Build the images with an AOT cache, and load them into the cluster if it runs
	$(MAVEN) -q -T 1C -pl $(IMAGES) -am -DskipTests -Dimage.tag=$(IMAGE_TAG) -Dimage.revision=$(COMMIT) package jib:buildTar
	@if docker version >/dev/null; then \
	  services/train && \
	  $(MAVEN) -q -T 1C -Paot -pl $(TRAINED) -am -DskipTests -Dimage.tag=$(IMAGE_TAG) -Dimage.revision=$(COMMIT) package jib:buildTar; \
	else \
	  echo 'NO AOT CACHE in these images: the services take twice as long to start'; \
	fi
	@if kind get clusters 2>/dev/null | grep -qx '$(CLUSTER)'; then \
	  for module in $(subst $(comma), ,$(IMAGES)); do \
	    kind load image-archive --name '$(CLUSTER)' $$module/target/jib-image.tar || exit 1; \
	  done; \
	fi

cluster-up: ## Create a kind cluster with an ingress controller on ports 8080 and 8443, if it does not exist
	@kind get clusters 2>/dev/null | grep -qx '$(CLUSTER)' || \
	  { cat k8s/kind.yaml; n=0; while [ $$n -lt $(WORKERS) ]; do echo '  - role: worker'; n=$$((n + 1)); done; } | \
	  kind create cluster --name '$(CLUSTER)' --config - --image '$(KIND_NODE_IMAGE)' --wait 180s
	@kubectl --context 'kind-$(CLUSTER)' get ingressclass traefik >/dev/null 2>&1 || \
	  kubectl --context 'kind-$(CLUSTER)' apply -f k8s/dev/traefik.yaml
	@kubectl --context 'kind-$(CLUSTER)' -n ingress rollout status deployment/traefik --timeout=180s

deploy: images charts ## Install or upgrade the platform in the cluster from the current sources; HELM_ARGS is for Helm
	@kubectl --context 'kind-$(CLUSTER)' apply -f k8s/dev/namespace.yaml
	helm --kube-context 'kind-$(CLUSTER)' -n tigrit upgrade --install tigrit charts/platform --wait --timeout 5m --take-ownership \
	  -f k8s/dev/values.yaml --set-string global.image.tag=$(IMAGE_TAG) $(HELM_ARGS)

e2e: images charts ## Run the end-to-end tests in the cluster, in a separate namespace
	KUBE_CONTEXT='kind-$(CLUSTER)' $(MAVEN) -pl k8s/e2e -Pe2e verify $(TEST_ARGS)

cluster-down: ## Delete the kind cluster
	kind delete cluster --name '$(CLUSTER)'

# Images and charts are pushed to REGISTRY/tigrit and REGISTRY/tigrit/charts; docker login or helm registry login before.
VERSION ?=
REGISTRY ?=
release: ## Build, push and sign a version: make release VERSION=1.2.0 REGISTRY=registry.example/team; see docs/release.md
	@JAVA_HOME='$(JDK)' IMAGES='$(IMAGES)' CHARTS='$(CHARTS)' .ci/release '$(VERSION)' '$(REGISTRY)'
