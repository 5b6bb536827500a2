package dev.plimsoll.facts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.cache.Form;
import dev.plimsoll.cache.RecordForm;
import dev.plimsoll.image.Manifest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// What is kept of one manifest digest where others see it: small, and without what is nobody's
/// business.
///
/// Its bytes begin with a line that names the form; those of another form say nothing.
sealed interface Packed {
  /// An image; `base` and `files` are null where its layers were not read.
  record OfImage(ImageLibrary.Opened opened, @Nullable BaseImage base, @Nullable FileFacts files)
      implements Packed {

    static OfImage of(ImageLibrary.Opened opened, @Nullable Facts scanned) {
      Facts discreet = Discretion.over(opened.facts());
      return new OfImage(
          new ImageLibrary.Opened(opened.manifest(), discreet),
          scanned == null ? null : scanned.base(),
          scanned == null ? null : scanned.files().map(Packed::withoutSizes).orElse(null));
    }

    /// The facts as deep as they go, where the layers were read.
    Optional<Facts> scanned() {
      Facts facts = opened.facts();
      return base == null || files == null
          ? Optional.empty()
          : Optional.of(facts.withFiles(base, files));
    }
  }

  /// An index of images for several platforms.
  record OfIndex(Manifest.OfIndex index) implements Packed {}

  RecordForm<Packed> RECORDS = RecordForm.of(Packed.class);
  Form<Packed> FORM = RECORDS.inColumns();
  byte[] HEADING =
      ("plimsoll " + Facts.VERSION + "-" + RECORDS.shapeName() + "\n").getBytes(US_ASCII);

  /// More than any image unpacks to; whoever may write where this is kept may write anything.
  int MOST = 1 << 24;

  default byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HEADING);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      FORM.write(this, out);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  static boolean isOfThisForm(byte[] bytes) {
    int heading = HEADING.length;
    return bytes.length > heading && Arrays.equals(bytes, 0, heading, HEADING, 0, heading);
  }

  /// What bytes say; nothing where they are of another form or damaged.
  static Optional<Packed> of(byte[] bytes) {
    if (!isOfThisForm(bytes)) {
      return Optional.empty();
    }
    int heading = HEADING.length;
    try (InputStream inflated =
        new InflaterInputStream(new ByteArrayInputStream(bytes, heading, bytes.length - heading))) {
      byte[] whole = inflated.readNBytes(MOST);
      return Optional.of(FORM.read(new DataInputStream(new ByteArrayInputStream(whole))));
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /// Rules ask single files for their paths alone, and their sizes are a fifth of all.
  private static FileFacts withoutSizes(FileFacts files) {
    return files.withGroups(files.groups().stream().map(FileGroup::withoutSizes).toList());
  }
}
