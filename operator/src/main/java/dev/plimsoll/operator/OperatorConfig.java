package dev.plimsoll.operator;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.workload.WorkloadKind;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Everything that can be set about the operator, as system properties, environment variables or
/// `config/application.properties` in its working directory.
@ConfigMapping(prefix = "plimsoll")
public interface OperatorConfig {

  /// The namespace that the operator runs in and keeps its certificate in; images in it are
  /// never judged.
  @WithDefault("plimsoll-system")
  String namespace();

  /// Further namespaces in which nothing is judged, whatever policies say; an empty value means
  /// none.
  @WithDefault("kube-system")
  Optional<Set<String>> excludedNamespaces();

  /// The platforms that are judged of an image for several: those of the cluster's nodes.
  @WithDefault("linux/amd64")
  List<@WithConverter(PlatformConverter.class) Platform> platforms();

  /// Further kinds that make Pods, beside Kubernetes' own:
  /// `KIND=RESOURCE.GROUP/PATH-TO-THE-POD-TEMPLATE`, as
  /// `Rollout=rollouts.argoproj.io/spec.template`. The webhook's configuration needs a rule for
  /// each.
  Optional<List<@WithConverter(WorkloadKindConverter.class) WorkloadKind>> extraWorkloads();

  Admission admission();

  Pinning pinning();

  Registries registries();

  Scan scan();

  Cache cache();

  Audit audit();

  Reports reports();

  PolicyReports policyReports();

  Fleet fleet();

  Baseline baseline();

  KnownBases knownBases();

  Vulnerabilities vulnerabilities();

  Leader leader();

  Webhook webhook();

  Certificate certificate();

  Probe probe();

  /// Answering the API server.
  interface Admission {
    /// The share of the API server's timeout after which every review has its answer.
    @WithDefault("0.8")
    double deadlineShare();

    /// How long the API server waits where its request does not say.
    @WithDefault("5s")
    Duration defaultTimeout();

    /// How long a tag is believed to point to the same image.
    @WithDefault("1h")
    Duration tagAge();

    /// The same before an image is refused: older knowledge is checked with the registry first.
    @WithDefault("10s")
    Duration tagAgeBeforeRefusal();

    /// The hardest that policies do to ephemeral containers (`kubectl debug`): audit, warn or
    /// enforce.
    @WithDefault("warn")
    Enforcement ephemeralContainers();

    /// Users whose requests are neither judged nor pinned; a service account is
    /// `system:serviceaccount:NAMESPACE:NAME`. The Pods of a Deployment are not its author's
    /// requests but its controller's.
    Optional<Set<String>> excludedUsers();

    /// Groups whose members' requests are neither judged nor pinned;
    /// `system:serviceaccounts:NAMESPACE` is all service accounts of a namespace.
    Optional<Set<String>> excludedGroups();

    /// How many reviews are judged at once. As many again wait for their turn, up to their
    /// deadline; those beyond are answered with 503, and the API server does as its
    /// `failurePolicy` says.
    @WithDefault("1000")
    int reviewsAtOnce();

    /// How many reviews a replica asks itself after its start, so that Java has compiled what
    /// others will ask: the first 30 before it is ready, the others at leisure, 25 a second at
    /// most. No `plimsoll_*` metric counts them. 0 for none.
    @WithDefault("300")
    int rehearsals();
  }

  /// Replacing the tags of Pods' images by tag and digest, for which `mutating-webhook.yaml` is
  /// needed too.
  interface Pinning {
    /// Whether it is done.
    @WithDefault("false")
    boolean enabled();

    /// How long a tag is believed to point to the same image; older knowledge is checked with
    /// the registry.
    @WithDefault("10s")
    Duration tagAge();
  }

  /// Where images are read from.
  interface Registries {
    /// Registry hosts, with their port where they have one, that are asked over plain HTTP.
    Optional<Set<String>> insecureHosts();

    /// Registry hosts that are asked over HTTPS though they are at loopback, link-local or
    /// metadata addresses; no other host is followed there.
    Optional<Set<String>> internalHosts();

    /// The addresses of the cluster's Services, as ranges (`10.96.0.0/12`): no registry is asked
    /// there that is not configured. Names of Services (`….svc`) and the API server's address are
    /// known without.
    Optional<List<String>> serviceNetworks();

    /// A `.dockerconfigjson` with the credentials of registries. The programs that it names in
    /// `credHelpers` and `credsStore` are asked too, where they lie on the operator's `PATH`.
    Optional<Path> credentialsFile();

    /// A kubelet's `CredentialProviderConfig`, in YAML or JSON: its plugins are asked for
    /// credentials after `credentials-file`. They run as the operator and with its identity.
    Optional<Path> credentialProviderConfig();

    /// The directory in which the plugins of `credential-provider-config` lie.
    Optional<Path> credentialProviderDirectory();

    /// Whether registries are asked through the proxies that `HTTPS_PROXY`, `HTTP_PROXY` and
    /// `NO_PROXY` name.
    @WithDefault("true")
    boolean proxyFromEnvironment();

    /// How often one host is asked at most, in requests a second.
    @WithDefault("100")
    double requestsPerSecond();

    /// How many requests one host gets at once after a rest.
    @WithDefault("200")
    int burst();

    /// How many requests to one host each namespace's images have under way at once, so that a
    /// namespace with many new images does not keep all others waiting.
    @WithDefault("16")
    int requestsPerNamespace();

    Map<String, RegistryHost> hosts();
  }

  /// One registry. `*` is its host, with the port where it has one, in quotation marks:
  /// `plimsoll.registries.hosts."registry.example.com:5000".ca-file`. That cannot be written as
  /// an environment variable. A host that stands here, or is a mirror, may lie at an address
  /// inside.
  interface RegistryHost {
    /// Whether it is asked over plain HTTP.
    @WithDefault("false")
    boolean plainHttp();

    /// The certificates, in PEM, of authorities that this registry's may come from, beside those
    /// that every registry's may come from.
    Optional<Path> caFile();

    /// Whether its certificate is not looked at; whoever sits on the way can then read what is
    /// sent, credentials too.
    @WithDefault("false")
    boolean skipVerify();

    /// Registries with the same images that are asked before it, in this order:
    /// `host[:port][/prefix]`.
    Optional<List<String>> mirrors();

    /// Whether mirrors are believed as to what a tag points to. Without, they are asked by digest
    /// alone.
    @WithDefault("false")
    boolean mirrorsResolveTags();

    /// The proxy for this registry alone, `http://host:port`, or `none`.
    Optional<String> proxy();
  }

  /// How much of an image is read at most, what is larger being undetermined as unreadable, and
  /// how much of the machine that takes.
  interface Scan {
    /// The compressed bytes of one layer.
    @WithDefault("16Gi")
    @WithConverter(BytesConverter.class)
    Bytes maxCompressedLayer();

    /// The uncompressed bytes of one layer.
    @WithDefault("64Gi")
    @WithConverter(BytesConverter.class)
    Bytes maxUncompressedLayer();

    /// The files and directories of one image, over all its layers.
    @WithDefault("600000")
    int maxEntries();

    /// The layers of one image.
    @WithDefault("500")
    int maxLayers();

    /// The time for reading all layers of one image.
    @WithDefault("10m")
    Duration maxTime();

    /// The layers that are read at the same time; without it, as many as there are processors,
    /// four at most. Each takes memory.
    OptionalInt readers();

    /// The memory for facts of images.
    @WithDefault("32Mi")
    @WithConverter(BytesConverter.class)
    Bytes factsCache();

    /// The memory for layers that images share.
    @WithDefault("32Mi")
    @WithConverter(BytesConverter.class)
    Bytes layersCache();
  }

  /// Keeping what was read of images beyond the life of the process, so that a restart reads none
  /// anew.
  interface Cache {
    /// A directory that only this process's user may write; without it nothing is kept. Several
    /// replicas may share one.
    Optional<Path> directory();

    /// The most that its files take up.
    @WithDefault("1Gi")
    @WithConverter(BytesConverter.class)
    Bytes room();
  }

  /// Judging again what runs already.
  interface Audit {
    /// How often everything is judged again though nothing changed.
    @WithDefault("10m")
    Duration period();

    /// How many images the audit looks into at once.
    @WithDefault("4")
    int imagesAtOnce();

    /// How long the audit waits for one image before it goes on to the next; reading goes on.
    @WithDefault("3s")
    Duration timePerImage();
  }

  /// What replicas know of images together, kept in the cluster as ImageReports.
  interface Reports {
    /// Whether there are any. Without, each replica reads images for itself, and anew after a
    /// restart.
    @WithDefault("true")
    boolean enabled();

    /// For how long a replica may claim to read an image without being heard of; after that
    /// another one takes over.
    @WithDefault("30s")
    Duration claim();

    /// After how long without use a report goes.
    @WithDefault("14d")
    Duration unusedFor();

    /// How many there are at most; what is beyond is read by each replica for itself.
    @WithDefault("2000")
    int most();
  }

  /// Telling what the audit finds in the cluster's common form too: `openreports.io` Reports where
  /// their definition is there, else `wgpolicyk8s.io` PolicyReports, one for each workload.
  interface PolicyReports {
    /// Whether that is done; the operator needs the rights of `config/rbac/policy-reports.yaml`
    /// for it.
    @WithDefault("false")
    boolean enabled();
  }

  /// Adding up what runs.
  interface Fleet {
    /// The bandwidth at which times of pulls are stated, in megabits a second.
    @WithDefault("100")
    int megabitsPerSecond();
  }

  /// Recording what runs before a policy refuses it.
  interface Baseline {
    /// How long an image that cannot be read now is waited for. Until then the policy only warns in
    /// its namespace; after that the image is recorded as it is, however bad.
    @WithDefault("10m")
    Duration patience();

    /// How long a baseline waits for its policy to come back.
    @WithDefault("7d")
    Duration keep();
  }

  /// Recognising the base images that policies name.
  interface KnownBases {
    /// How often their references are looked up again.
    @WithDefault("1h")
    Duration period();
  }

  /// What scanners report of images.
  interface Vulnerabilities {
    /// What attestations count for that are attached to images as referrers: `ignored` (they are
    /// not read), `against` an image alone, or `believed`. Their signatures are not verified.
    @WithDefault("ignored")
    Attested attestations();
  }

  /// What unverified attestations count for.
  enum Attested {
    IGNORED,
    AGAINST,
    BELIEVED
  }

  /// Which replica audits and writes: the one that holds a Lease in the operator's namespace.
  interface Leader {
    /// What this replica calls itself in the Lease; a Pod's name.
    Optional<String> identity();

    /// How long the Lease is good after its holder was last heard of.
    @WithDefault("15s")
    Duration leaseDuration();

    /// How long a leader tries to renew before it stops being one.
    @WithDefault("10s")
    Duration renewDeadline();

    /// How often replicas ask for the Lease, and the leader renews it.
    @WithDefault("2s")
    Duration retryPeriod();
  }

  /// How the API server finds the operator.
  interface Webhook {
    /// The ValidatingWebhookConfiguration whose `caBundle` the operator keeps right.
    @WithDefault("plimsoll")
    String configuration();

    /// The Service that leads to the operator; its DNS names are in the certificate.
    @WithDefault("plimsoll-webhook")
    String service();

    /// The URL in the webhook's configuration where there is no Service, as for an operator
    /// outside the cluster; its host is in the certificate.
    Optional<URI> url();

    /// How long a connection of the API server's lasts at most, so that replicas share the work.
    @WithDefault("5m")
    Duration connectionAge();

    /// Authorities, in PEM: whoever calls the webhook must show a certificate of one of them.
    /// Without it, everybody who reaches the port is answered. Health and metrics ask for none.
    /// Keys of callers are of P-256, P-384 or RSA.
    Optional<Path> clientCaFile();
  }

  /// The certificate that the API server is shown.
  interface Certificate {
    /// The Secret in which replicas share the certificate that the operator makes for itself.
    @WithDefault("plimsoll-webhook-certificate")
    String secret();

    /// A directory with `tls.crt`, `tls.key` and `ca.crt`, as cert-manager mounts them; where it
    /// is set, the operator makes no certificate and needs no Secret.
    Optional<Path> directory();

    /// For how long a certificate that the operator makes is good; it is made anew when a
    /// third of that is left.
    @WithDefault("365d")
    Duration validity();

    /// How often it is looked whether there is a newer certificate, or one is to be made.
    @WithDefault("1m")
    Duration checkPeriod();
  }

  /// Checking through the API server that the webhook is asked.
  interface Probe {
    /// A namespace made for nothing else: every Pod in it is refused, and a dry run of one sees
    /// whether it is. Without one, nothing is checked.
    Optional<String> namespace();

    /// How often that is done.
    @WithDefault("1m")
    Duration period();
  }
}
