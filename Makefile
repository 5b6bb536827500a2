# The front door. `make` lists what it can do.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# A JDK 25: JAVA_HOME where it is one, else what Debian's layout offers.
JAVA_HOME := $(shell for home in "$${JAVA_HOME:-}" /usr/lib/jvm/*; do \
	if "$$home/bin/javac" -version 2>/dev/null | grep -q '^javac 25'; then echo "$$home"; break; fi; done)
export JAVA_HOME
MVN := ./mvnw
MODULE_SOURCES = $(shell find core crds operator e2e -path '*/target' -prune -o \
	\( -name '*.java' -o -name 'pom.xml' -o -path '*/src/main/resources/*' \) -type f -print) pom.xml
# Touched when the operator and the end-to-end classes were last packaged.
PACKAGED := e2e/target/.packaged

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: jdk parts images $(PACKAGED) ## Show a refusal end to end (KEEP=1 leaves it up, KUBECONFIG=... uses your cluster)
	@e2e/run dev.plimsoll.e2e.demo.Demo

.PHONY: test
test: jdk parts installers images packages ## Run every test: units, the API server, the registry, the operator, the demo
	$(MVN) verify

.PHONY: test-image
test-image: jdk parts packages ## Build the operator's image twice, start it from its files and have it judge itself (root)
	@$(MVN) -q -Dspotless.check.skip -pl core,crds,operator,cli,e2e -Dtest=TarWriterTest \
		-Dsurefire.failIfNoSpecifiedTests=false -Dit.test=OperatorImageTrial \
		-Dfailsafe.failIfNoSpecifiedTests=false verify

.PHONY: test-oldest
test-oldest: jdk parts installers images packages ## Test the API and admission on the oldest Kubernetes that is supported
	@assets=$$(e2e/control-plane/oldest.sh) && KUBEBUILDER_ASSETS=$$assets $(MVN) verify \
		-Dspotless.check.skip -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
		-Dit.test='ImagePolicyDefinitionIT,AdmissionE2E,ClusterPolicyE2E,WorkloadOperationsE2E,PolicyStatusE2E,ChartE2E' \
		-Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: quick
quick: jdk ## Run the unit tests alone
	$(MVN) -q test -pl core,crds,operator,cli

.PHONY: fuzz
fuzz: jdk ## Fuzz what parses images (SECONDS=120 for each target, TARGETS="layer gzip" for some)
	@core/fuzz.sh $(or $(SECONDS),120) $(TARGETS)

.PHONY: mutation
mutation: jdk ## Change the rules line by line and count which changes their tests notice (RULE=Compiler for one)
	@$(MVN) -q -Pmutation -pl core -Dquick test-compile
	@$(MVN) -Pmutation -pl core org.pitest:pitest-maven:mutationCoverage \
		$(if $(RULE),-DtargetClasses='dev.plimsoll.rule.*.$(RULE)*')

.PHONY: build
build: $(PACKAGED) ## Compile and package, no test and no gate

$(PACKAGED): $(MODULE_SOURCES) | jdk
	@echo "==> packaging the operator"
	@$(MVN) -q -Dquick package
	@mkdir -p $(@D) && touch $@

.PHONY: cli
cli: jdk ## Put the command line with a Java runtime of its own into dist/plimsoll
	@echo "==> packaging the command line"
	@$(MVN) -q -Dquick package -pl cli -am
	@cli/dist.sh

.PHONY: image
image: jdk parts packages $(PACKAGED) ## Build the operator's image, an OCI layout, into dist/image (root; ARCH=arm64 JMODS=... for another machine)
	@rm -rf dist/image
	@e2e/run dev.plimsoll.e2e.packaging.OperatorImage dist/image $(ARCH) $(JMODS)

.PHONY: release
release: jdk parts packages ## Build all that is released into dist/, twice, and compare
	@e2e/packaging/release.sh

.PHONY: licences
licences: jdk $(PACKAGED) ## List the licences of the operator's libraries, and fail at one that nobody looked at
	@e2e/run dev.plimsoll.e2e.packaging.LicenceCheck

.PHONY: vulnerabilities
vulnerabilities: jdk $(PACKAGED) ## Look up what is shipped in OSV's database, and fail at what nobody looked at (OSV_DATABASE=... without a network)
	@e2e/packaging/vulnerabilities.sh

.PHONY: test-vulnerabilities
test-vulnerabilities: jdk ## Plant advisories for what is shipped and see that the look-up finds them, and says when it could not look
	@$(MVN) -q -Dspotless.check.skip -pl core,crds,operator,cli,e2e -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
		-Dit.test='BillTrial,VulnerabilityTrial' -Dfailsafe.failIfNoSpecifiedTests=false verify

.PHONY: images
images: ## Build the images that tests and demo judge (cached; root and debootstrap the first time)
	@e2e/images/build.sh >/dev/null

.PHONY: parts
parts: ## Build the Kubernetes control plane and the registry from Go modules (cached)
	@e2e/control-plane/build.sh >/dev/null

.PHONY: installers
installers: ## Build Helm and cert-manager from Go modules (cached)
	@e2e/helm/build.sh >/dev/null
	@e2e/cert-manager/build.sh >/dev/null

.PHONY: chart
chart: ## Pack the Helm chart into dist/
	@mkdir -p dist && "$$(e2e/helm/build.sh)/helm" package helm/plimsoll --destination dist 2>/dev/null

.PHONY: install-yaml
install-yaml: ## Write dist/install.yaml (IMAGE=registry.example.com/plimsoll/operator:0.1.0 names the operator's image)
	@config/install-yaml.sh $(IMAGE)

.PHONY: packages
packages: ## Install the Debian packages that tests need (root)
	@e2e/packages.sh

.PHONY: cluster
cluster: jdk parts $(PACKAGED) ## Start an API server, controllers, fake nodes and a registry to play with
	@e2e/run dev.plimsoll.e2e.parts.Cluster

.PHONY: bench
bench: jdk parts images $(PACKAGED) ## Measure admission: no webhook, an allow-all webhook, ours
	@e2e/run dev.plimsoll.e2e.bench.AdmissionBench

.PHONY: bench-cold
bench-cold: jdk parts images ## Measure a hundred Deployments of images that nobody has seen, on known bases
	@$(MVN) -q -Dspotless.check.skip -pl core,crds,operator,cli,e2e -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
		-Dit.test=ColdBench -Dfailsafe.failIfNoSpecifiedTests=false verify

.PHONY: bench-dropped
bench-dropped: jdk parts images ## Create a hundred Pods a second whose registry drops packets
	@$(MVN) -q -Dspotless.check.skip -pl core,crds,operator,cli,e2e -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
		-Dit.test=DroppedRegistryBench -Dfailsafe.failIfNoSpecifiedTests=false verify

.PHONY: dashboard
dashboard: jdk parts images packages $(PACKAGED) ## Draw the dashboard from a Prometheus that scrapes the operator; writes docs/dashboard.svg
	@e2e/run dev.plimsoll.e2e.dashboard.DashboardPicture docs/dashboard.svg

.PHONY: pictures
pictures: jdk parts images cli $(PACKAGED) ## Draw the pages of the command line by a real browser (chromium); writes docs/images
	@e2e/run dev.plimsoll.e2e.pictures.Pictures docs/images

.PHONY: bench-judge
bench-judge: jdk images $(PACKAGED) ## Measure a verdict on a kept scan beside measuring and scanning
	@e2e/run dev.plimsoll.e2e.bench.JudgeBench

.PHONY: false-positives
false-positives: jdk images ## Judge 200 popular packages of PyPI and npm on slim images and print every finding (pip, npm)
	@$(MVN) -q -pl e2e -am -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
		-Dit.test=FalsePositivesRun -Dfailsafe.failIfNoSpecifiedTests=false verify

.PHONY: safety
safety: jdk images packages ## Start the applications of the images and see that they open nothing a fix takes away (root)
	@$(MVN) -q -pl e2e -am -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
		-Dit.test=SafetyRun -Dfailsafe.failIfNoSpecifiedTests=false verify

.PHONY: bench-fleet
bench-fleet: jdk parts $(PACKAGED) ## Measure the audit of a fleet (PODS=5000 IMAGES=500 LAYERS=3000); writes $(or $(OUT),docs/benchmarks-fleet.md)
	@e2e/run dev.plimsoll.e2e.bench.FleetBench -pods=$(or $(PODS),5000) -images=$(or $(IMAGES),500) \
		-layers=$(or $(LAYERS),3000) -out=$(or $(OUT),docs/benchmarks-fleet.md)

.PHONY: soak
soak: jdk parts images packages $(PACKAGED) ## Create Pods while replicas of the image are killed, frozen, rotated and upgraded (SECONDS=600 RATE=100); writes docs/benchmarks-soak.md
	@e2e/run -XX:TieredStopAtLevel=4 dev.plimsoll.e2e.bench.SoakBench \
		-seconds=$(or $(SECONDS),600) -rate=$(or $(RATE),100) -replicas=$(or $(REPLICAS),2) -out=docs/benchmarks-soak.md

.PHONY: bench-scan
bench-scan: jdk images $(PACKAGED) ## Measure whole scans beside zlib, igzip, dive and syft; writes docs/benchmarks.md
	@e2e/bench/scan.sh -out=docs/benchmarks.md

.PHONY: bench-cli
bench-cli: jdk images ## Measure the packed command line (after make cli) beside dive and syft; writes into docs/cli.md
	@cli/bench.sh --write

.PHONY: generate
generate: jdk ## Write all generated files anew (CRDs, docs)
	@$(MVN) -q -Dquick -Dgenerate -pl crds,operator -am process-test-classes
	@$(MVN) -q test -pl core,operator -am -Dtest='ConfigurationReferenceTest,ChartValuesTest,HostileInputTest' -Dplimsoll.generate \
		-Dsurefire.failIfNoSpecifiedTests=false
	@$(MVN) -q test -pl cli -am -Dtest='GoldenTest,DocumentationTest' -Dplimsoll.generate \
		-Dsurefire.failIfNoSpecifiedTests=false

.PHONY: format
format: jdk ## Format the sources
	@$(MVN) -q spotless:apply

.PHONY: clean
clean: ## Remove what the build wrote into the tree; caches stay
	@rm -rf target ./*/target dist

.PHONY: jdk
jdk:
	@if [ -z "$(JAVA_HOME)" ]; then \
		echo "No JDK 25 found: install one and set JAVA_HOME to it (java -version must say 25)." >&2; exit 1; fi
