package dev.plimsoll.facts.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Layers.Contents;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.inventory.PackageInventory;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Files with secrets, in whatever layer they lie and whatever became of them.
class SecretSurveyTest {
  private static final String TOKEN = "ghp" + "_" + "Zq7RtW2yKb9XcV4nMd6PfH8sJgL3aTe5uQwB";

  @Test
  void findsSecretsInEveryLayerTheDeletedOnesToo() throws SourceException {
    assertThat(
            lines(
                l -> l.file("root/.netrc", "machine a login b password s3cr3t-9\n"),
                l -> l.file("app/main.py", "t = '" + TOKEN + "'\n").whiteout("root/.netrc"),
                l -> l.file("app/.env", "A=1\nDB_PASSWORD=hunter2\n")))
        .containsExactly(
            "1 /root/.netrc NETRC line 1 until 2",
            "2 /app/main.py GITHUB_TOKEN line 1",
            "3 /app/.env ENV_FILE line 2");
  }

  @Test
  void looksIntoWhatWebServersGiveToEverybody() throws SourceException {
    assertThat(lines(l -> l.file("usr/share/nginx/html/.env", "A=1\nDB_PASSWORD=hunter2\n")))
        .containsExactly("1 /usr/share/nginx/html/.env ENV_FILE line 2");
  }

  @Test
  void keepsNoValue() throws SourceException {
    Overlay overlay = overlay(l -> l.file("app/main.py", "t = '" + TOKEN + "'\n"));
    Overlay.Kept kept = overlay.found(SecretProbe.NAME).getFirst();
    assertThat(new String(kept.content(), UTF_8)).isEqualTo("GITHUB_TOKEN\t1\tghp_…\n");
  }

  @Test
  void leavesAloneWhatIsDeliveredToEverybody() throws SourceException {
    String leak = "t = '" + TOKEN + "'\n";
    assertThat(
            lines(
                l ->
                    l.file("app/node_modules/x/test.js", leak)
                        .file("usr/lib/python3/dist-packages/x.py", leak)
                        .file("usr/local/lib/python3.12/test/keycert.pem", leak)
                        .file("usr/local/lib/python3.12/site-packages/x.py", leak)
                        .file("usr/share/x/readme", leak)
                        .file("app/picture.png", leak)
                        .zeroes("app/zeroes", 50_000)
                        .file("app/binary", "\0" + leak)))
        .isEmpty();
  }

  @Test
  void looksIntoNothingLarge() throws SourceException {
    assertThat(lines(l -> l.file("app/dump.sql", TOKEN + " ".repeat(1 << 20)))).isEmpty();
  }

  @Test
  void listsNoMoreThanAnybodyReads() throws SourceException {
    SecretSurvey survey =
        survey(
            l -> {
              for (int i = 0; i < 600; i++) {
                l.file("app/" + i + ".py", TOKEN);
              }
            });
    assertThat(survey.files()).hasSize(500);
    assertThat(survey.remarks()).containsExactly("there are secrets at 600 places; 500 are listed");
  }

  private static List<String> lines(Contents... layers) throws SourceException {
    return survey(layers).files().stream()
        .map(
            file ->
                "%d %s %s line %d%s"
                    .formatted(
                        file.layer(),
                        file.path(),
                        file.secret().kind(),
                        file.secret().line(),
                        file.present() ? "" : " until " + file.hiddenIn()))
        .toList();
  }

  private static SecretSurvey survey(Contents... layers) throws SourceException {
    Overlay overlay = overlay(layers);
    return SecretSurvey.of(overlay, PackageInventory.of(overlay).owners());
  }

  private static Overlay overlay(Contents... layers) throws SourceException {
    LayerReader reader =
        new LayerReader(Limits.defaults(), KeptFiles.NONE, List.of(new SecretProbe()));
    Deadline deadline = Deadline.in(Duration.ofMinutes(1));
    List<LayerContents> read = new ArrayList<>();
    for (Contents contents : layers) {
      LayerBuilder layer = LayerBuilder.layer();
      contents.accept(layer);
      byte[] stored = ImageBuilder.gzip(layer.tar());
      read.add(reader.read(new ByteArrayInputStream(stored), "layer", deadline));
    }
    return Overlay.of(read, Limits.defaults(), deadline);
  }
}
