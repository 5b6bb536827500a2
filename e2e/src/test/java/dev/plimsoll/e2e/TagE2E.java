package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static dev.plimsoll.image.ImageBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.ImagePush;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.image.TestImage;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tags that move, and tags whose registry is away.
@ExtendWith(InstallationExtension.class)
class TagE2E {
  /// A tag's digest is believed so long before a refusal, and then asked for.
  private static final Duration BELIEVED = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Pattern STALE =
      Pattern.compile(
          "Warning: tags/bad:1: the registry is away; judged by what the tag meant \\d+ (s|min) ago");

  private final Surroundings surroundings;
  private final ImagePush push;
  private final TestNamespace namespace;

  TagE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.push = new ImagePush(surroundings.workshop());
    this.namespace = TestNamespace.create(surroundings.cluster().kubectl(), "tags");
    namespace.policy(
        "load-line", "whenUndetermined: {unreachable: Deny}\nrules: {user: {rootUser: {}}}");
  }

  @AfterEach
  void tidy() {
    namespace.delete();
  }

  /// The fix is pushed to the tag that was refused, and applied until it is taken.
  @Test
  void refusesNobodyFromMemoryWhoHasPushedTheFix() {
    String cart = push.push(runAs("root"), "tags/cart", "1");
    namespace.awaitRead(cart);
    assertThat(namespace.deploy("cart", cart).err()).contains("root-user");
    push.push(runAs("10001"), "tags/cart", "1");

    long end = System.nanoTime() + BELIEVED.toNanos();
    boolean isBelieved = true;
    boolean taken = false;
    while (!taken && isBelieved) {
      isBelieved = System.nanoTime() < end; // when it is asked, however long the answer takes
      taken = namespace.deploy("cart", cart).succeeded();
    }

    assertThat(taken).as("the fix, %s after it was pushed", BELIEVED).isTrue();
  }

  @Test
  void goesByTheLastDigestWhileTheRegistryIsAwayAndSaysSo() {
    String bad = push.push(runAs("root"), "tags/bad", "1");
    String good = push.push(runAs("10001"), "tags/good", "1");
    String never = surroundings.workshop().host() + "/tags/never:1";
    namespace.awaitRead(bad, good);
    assertThat(namespace.deploy("bad", bad).err()).contains("root-user");
    expect(namespace.deploy("good", good));
    surroundings.workshop().stop();
    try {
      Outcome known = namespace.deploy("good-too", good);
      Patience.await(
          PATIENCE,
          () -> namespace.tried(never).err().contains("could not be judged"),
          () -> "what nobody knows is not denied");
      Patience.await(
          PATIENCE,
          () -> STALE.matcher(namespace.tried(bad).err()).find(),
          () -> "nobody is told: " + namespace.tried(bad).err());

      assertThat(known.succeeded()).as(known.err()).isTrue();
      assertThat(namespace.deploy("bad-too", bad).err()).contains("denied", "- root-user: ");
    } finally {
      surroundings.workshop().start();
    }
  }

  private static TestImage runAs(String user) {
    return image()
        .user(user)
        .layer("COPY app /app", layer -> layer.file("/app", "for " + user))
        .build();
  }
}
