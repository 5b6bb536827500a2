package dev.plimsoll.operator.report;

import dev.plimsoll.api.v1alpha1.ImageReport;
import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportSpec.Claim;
import dev.plimsoll.api.v1alpha1.ImageReportStatus;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A report as far as a replica keeps it in memory: what it tells of an image, packed, whose
/// turn it is to read that, and who uses it.
///
/// `facts` are null where the report has none, or none that this version can read.
@SuppressWarnings("ArrayRecordComponent") // reports are told apart by digest, never compared
record KnownReport(
    Digest digest,
    @Nullable String repository,
    @Nullable Claim claim,
    byte @Nullable [] facts,
    boolean files,
    List<KnownLayer> layers,
    @Nullable String base,
    ImageReportStatus status,
    Instant created,
    long version) {
  private static final ImageReportStatus UNUSED = new ImageReportStatus(null, null, null);

  /// A layer by digest and compressed size, and whether it is the base image's.
  record KnownLayer(Digest digest, Bytes size, boolean base) {}

  /// What a report says, or nothing where its name and digest do not agree: whoever may write
  /// reports may write anything.
  static Optional<KnownReport> of(ImageReport report) {
    ImageReportSpec spec = report.getSpec();
    try {
      Digest digest = Digest.parse(spec.digest());
      if (!ReportName.of(digest).equals(report.getMetadata().getName())) {
        return Optional.empty();
      }
      byte[] facts = spec.facts() == null ? null : Base64.getDecoder().decode(spec.facts());
      String created = report.getMetadata().getCreationTimestamp();
      return Optional.of(
          new KnownReport(
              digest,
              spec.repository(),
              spec.claim(),
              facts != null && ImageInspector.isReadable(facts) ? facts : null,
              spec.image() != null && spec.image().depth().equals(ReportContents.FILES),
              layersOf(spec),
              spec.image() == null ? null : spec.image().base(),
              report.getStatus() == null ? UNUSED : report.getStatus(),
              created == null ? Instant.EPOCH : Instant.parse(created),
              version(report)));
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static List<KnownLayer> layersOf(ImageReportSpec spec) {
    List<KnownLayer> layers = new ArrayList<>();
    spec.layers()
        .forEach(
            layer ->
                layers.add(
                    new KnownLayer(
                        Digest.parse(layer.digest()), new Bytes(layer.bytes()), layer.base())));
    return List.copyOf(layers);
  }

  /// Versions are counted upwards; zero where there is none.
  private static long version(ImageReport report) {
    String version = report.getMetadata().getResourceVersion();
    return version != null && version.matches("\\d{1,18}") ? Long.parseLong(version) : 0;
  }

  /// Whether this was written after the other one.
  boolean isLaterThan(KnownReport other) {
    return version > other.version;
  }

  /// Whether the image was read, be it to any depth and by any version.
  boolean isComplete() {
    return claim == null;
  }

  /// Whether it tells all that is asked of the image's files.
  boolean tellsFiles() {
    return claim == null && files && facts != null;
  }

  /// Until when another replica reads the image; the past where none does.
  Instant claimedUntil() {
    try {
      return claim == null ? Instant.MIN : Instant.parse(claim.expires());
    } catch (DateTimeException _) {
      return Instant.MIN;
    }
  }

  /// Whether it was read, or is being read, in this repository; where nobody said in which, it is.
  boolean isReadAt(@Nullable String place) {
    return isComplete() || repository == null || place == null || repository.equals(place);
  }

  boolean isClaimedBy(String holder) {
    return claim != null && claim.holder().equals(holder);
  }

  /// When it was last of use to anybody; that is written down once a day.
  Instant lastUsed() {
    try {
      return status.lastUsed() == null ? created : Instant.parse(status.lastUsed());
    } catch (DateTimeException _) {
      return created;
    }
  }

  boolean isRunning() {
    return status.running() != null && status.running().pods() > 0;
  }
}
