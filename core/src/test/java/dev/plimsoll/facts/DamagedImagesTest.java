package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.ListedLayer;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamagedImagesTest extends InspectedImages {
  @Test
  void saysWhereATableOfContentsLied() {
    byte[] tar = LayerBuilder.layer().zeroes("app/large", 5_000_000).tar();
    ListedLayer lying = ListedLayer.estargz(tar, table -> table.replace("5000000", "5"));
    images.add(NAME, ImageBuilder.image().listedLayer("COPY . /app", lying).build()).withRanges();
    source.hold();
    Inspected early = early();
    assertThat(early.facts().files().orElseThrow().diskSize()).isEqualTo(new Bytes(5));
    source.open.countDown();
    Inspected late = inspected(ask(NAME, Depth.FILES));
    assertThat(late.facts().files().orElseThrow().remarks())
        .anyMatch(remark -> remark.startsWith("layer 1: its table of contents lists 1 entries"));
    assertThat(late.facts().files().orElseThrow().mismatches())
        .containsExactly(new LayerMismatch(1, 1, "/app/large"));
  }

  @Test
  void knowsTheConfigThoughALayerIsBroken() {
    TestImage image =
        debian()
            .storedLayer(
                "COPY x /",
                "application/vnd.oci.image.layer.v1.tar+gzip",
                new byte[] {1, 2, 3},
                TestImage.digestOf(new byte[0]))
            .build();
    images.add(NAME, image);
    Inspected inspected = inspected(ask(NAME, Depth.FILES));
    assertThat(inspected.facts().depth()).isEqualTo(Depth.CONFIG);
    assertThat(inspected.shortfall()).isNotNull();
    assertThat(inspected.shortfall().cause()).isEqualTo(Cause.UNREADABLE);
    assertThat(inspected.shortfall().detail())
        .contains(image.layers().get(2).abbreviated())
        .contains("registry.example.com/shop/cart");
  }

  @Test
  void refusesALayerThatIsNotWhatTheConfigSays() {
    Digest other = TestImage.digestOf(new byte[] {1});
    images.add(NAME, debian().forgeDiffId(2, other).build());
    Inspected inspected = inspected(ask(NAME, Depth.FILES));
    assertThat(inspected.shortfall()).isNotNull();
    assertThat(inspected.shortfall().cause()).isEqualTo(Cause.UNREADABLE);
    assertThat(inspected.shortfall().detail())
        .startsWith("layer 2 of ")
        .contains("not what its config says")
        .contains(other.abbreviated());
  }

  @Test
  void refusesAForgedLayer() {
    images.add(NAME, debian().forgeLayerDigest(1, TestImage.digestOf(new byte[] {1})).build());
    Inspected inspected = inspected(ask(NAME, Depth.FILES));
    assertThat(inspected.shortfall()).isNotNull();
    assertThat(inspected.shortfall().cause()).isEqualTo(Cause.UNREADABLE);
  }

  @Test
  void saysWhatARegistryThatHangsMeans() {
    images.add(NAME, debian().build());
    source.holdAll();
    long start = System.nanoTime();
    Uninspectable late =
        uninspectable(
            inspector.inspect(request(NAME, Depth.CONFIG, List.of(), Duration.ofMillis(300))));
    assertThat(late.why().cause()).isEqualTo(Cause.UNREACHABLE);
    assertThat(late.why().detail()).startsWith("registry.example.com did not answer for " + NAME);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void remarksOnAHistoryThatDoesNotFit() {
    images.add(NAME, debian().withoutHistory().build());
    Facts facts = inspected(ask(NAME, Depth.FILES)).facts();
    assertThat(facts.layer(1).instruction()).isNull();
    assertThat(facts.files().orElseThrow().remarks())
        .containsExactly("the image has no history, so no layer can be traced to its instruction");
  }
}
