package dev.plimsoll.operator.report;

import dev.plimsoll.api.v1alpha1.ImageReport;
import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.Claim;
import dev.plimsoll.api.v1alpha1.ImageReportStatus;
import dev.plimsoll.operator.metrics.Metric.TurnValue;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.reference.Digest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes reports: claims, what was read, who uses it. The API server decides between replicas.
final class ReportStore {
  private static final Logger LOG = LoggerFactory.getLogger(ReportStore.class);
  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "plimsoll");
  private static final int ATTEMPTS = 3;

  private final KubernetesClient client;
  private final ReportWatch watch;
  private final Terms terms;
  private final Metrics metrics;
  private final InstantSource clock;

  /// This replica's name, for how long its claims hold, and how many reports there are at most.
  record Terms(String holder, Duration claim, int most) {}

  /// What came of claiming an image.
  enum Turn {
    /// This replica is to read it.
    OURS,
    /// Another one reads it in the same repository, or has read it.
    OTHERS,
    /// Another one reads it in another repository, which may be slower or never answer: this one
    /// need not wait, and who is done first says what was read.
    ASIDE,
    /// Nobody can tell: the API server did not answer, or refuses reports.
    UNKNOWN
  }

  ReportStore(
      KubernetesClient client,
      ReportWatch watch,
      Terms terms,
      Metrics metrics,
      InstantSource clock) {
    this.client = client;
    this.watch = watch;
    this.terms = terms;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Claims an image of which no report tells enough.
  Turn claim(Digest digest, @Nullable String repository) {
    Turn turn = turn(digest, repository);
    metrics.claimed(
        switch (turn) {
          case OURS -> TurnValue.OURS;
          case OTHERS, ASIDE -> TurnValue.OTHERS;
          case UNKNOWN -> TurnValue.NONE;
        });
    return turn;
  }

  private Turn turn(Digest digest, @Nullable String repository) {
    if (isFull(digest)) {
      return Turn.UNKNOWN;
    }
    try {
      ImageReportSpec claimed = ImageReportSpec.claimed(digest.toString(), repository, ours());
      watch.put(client.resource(report(digest, claimed)).create());
      return Turn.OURS;
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? takeOver(digest, repository)
          : unknown(digest, e);
    }
  }

  /// Takes over what nobody reads; what another replica was quicker with is looked at again, so
  /// that this one knows whom to wait for.
  private Turn takeOver(Digest digest, @Nullable String repository) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        ImageReport report =
            client.resources(ImageReport.class).withName(ReportName.of(digest)).get();
        if (report == null) {
          watch.forget(digest);
          return Turn.OTHERS;
        }
        KnownReport known = KnownReport.of(report).orElse(null);
        if (known != null && !isFree(known)) {
          watch.put(report);
          return known.isReadAt(repository) ? Turn.OTHERS : Turn.ASIDE;
        }
        if (replace(report, with(report, ours(), digest, repository))) {
          return Turn.OURS;
        }
      }
      return Turn.UNKNOWN;
    } catch (KubernetesClientException e) {
      return unknown(digest, e);
    }
  }

  private boolean isFree(KnownReport known) {
    return known.isComplete()
        ? !known.tellsFiles()
        : known.isClaimedBy(terms.holder()) || known.claimedUntil().isBefore(clock.instant());
  }

  /// Says that this replica is still at it.
  void renew(Digest digest) {
    try {
      ImageReport report =
          client.resources(ImageReport.class).withName(ReportName.of(digest)).get();
      if (report != null && isOurs(report)) {
        replace(report, with(report, ours(), digest, report.getSpec().repository()));
      }
    } catch (KubernetesClientException e) {
      unknown(digest, e);
    }
  }

  /// Writes what was read, be the claim ours or nobody's by now.
  void complete(Digest digest, ImageReportSpec spec) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        ImageReport report =
            client.resources(ImageReport.class).withName(ReportName.of(digest)).get();
        if (report == null) {
          watch.put(client.resource(report(digest, spec)).create());
          return;
        }
        KnownReport known = KnownReport.of(report).orElse(null);
        if ((known != null && known.tellsFiles()) || replace(report, spec)) {
          return;
        }
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          unknown(digest, e);
          return;
        }
      }
    }
  }

  /// Creates the report of something that was read without a claim, unless there is one.
  void add(Digest digest, ImageReportSpec spec) {
    if (isFull(digest)) {
      return;
    }
    try {
      watch.put(client.resource(report(digest, spec)).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        unknown(digest, e);
      }
    }
  }

  /// Takes the claim back: the image could not be read.
  void release(Digest digest) {
    try {
      ImageReport report =
          client.resources(ImageReport.class).withName(ReportName.of(digest)).get();
      if (report == null || !isOurs(report)) {
        return;
      }
      if (report.getSpec().image() == null) {
        client.resource(report).lockResourceVersion().delete();
        watch.forget(digest);
      } else {
        replace(report, with(report, null, digest, report.getSpec().repository()));
      }
    } catch (KubernetesClientException e) {
      unknown(digest, e);
    }
  }

  /// Writes where an image runs; the rest of the report stays.
  boolean use(Digest digest, ImageReportStatus status) {
    try {
      watch.put(
          client
              .resources(ImageReport.class)
              .withName(ReportName.of(digest))
              .subresource("status")
              .patch(PatchContext.of(PatchType.JSON_MERGE), patch(status)));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        unknown(digest, e);
      }
      return false;
    }
  }

  /// What is no more is null in a merge patch, and gone from the report.
  private static String patch(ImageReportStatus status) {
    return """
        {"status":{"running":%s,"layers":%s,"lastUsed":%s,"namespaces":%s}}"""
        .formatted(
            Serialization.asJson(status.running()),
            Serialization.asJson(status.layers()),
            Serialization.asJson(status.lastUsed()),
            Serialization.asJson(status.namespaces()));
  }

  void delete(Digest digest) {
    try {
      client.resources(ImageReport.class).withName(ReportName.of(digest)).delete();
      watch.forget(digest);
    } catch (KubernetesClientException e) {
      unknown(digest, e);
    }
  }

  /// What there is no room for is read by each replica for itself.
  private boolean isFull(Digest digest) {
    return watch.count() >= terms.most() && watch.report(digest).isEmpty();
  }

  private boolean isOurs(ImageReport report) {
    Claim current = report.getSpec().claim();
    return current != null && current.holder().equals(terms.holder());
  }

  /// Whether the report was still the one that was read.
  private boolean replace(ImageReport read, ImageReportSpec spec) {
    try {
      read.setSpec(spec);
      watch.put(client.resource(read).lockResourceVersion().update());
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private Claim ours() {
    return new Claim(terms.holder(), clock.instant().plus(terms.claim()).toString());
  }

  private static ImageReportSpec with(
      ImageReport report, @Nullable Claim claim, Digest digest, @Nullable String repository) {
    ImageReportSpec spec = report.getSpec();
    return new ImageReportSpec(
        digest.toString(),
        repository,
        claim,
        spec.image(),
        spec.platforms(),
        spec.layers(),
        spec.found(),
        spec.facts(),
        spec.truncated());
  }

  private static ImageReport report(Digest digest, ImageReportSpec spec) {
    ImageReport report = new ImageReport();
    report.setMetadata(
        new ObjectMetaBuilder().withName(ReportName.of(digest)).withLabels(LABELS).build());
    report.setSpec(spec);
    return report;
  }

  private static Turn unknown(Digest digest, KubernetesClientException why) {
    LOG.atWarn().addKeyValue("digest", digest).setCause(why).log("Report could not be written");
    return Turn.UNKNOWN;
  }
}
