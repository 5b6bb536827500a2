package dev.plimsoll.operator.inspection;

import static dev.plimsoll.image.ImageBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.registry.RegistrySource;
import dev.plimsoll.registry.ScriptedRegistry;
import dev.plimsoll.workload.PullAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which namespace reads what, and which is told of it.
@Timeout(60)
class RegistryAccessTest {
  private static final TestImage IMAGE =
      image().layer("COPY app", layer -> layer.file("app", "x")).user("root").build();
  private static final Puller SHOP = puller("shop", "regcred");
  private static final Puller BANK = puller("bank");

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final ScriptedRegistry elsewhere = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1", IMAGE);
  private final AtomicLong now = new AtomicLong();
  private final Openings openings = new Openings(now::get);
  private final RegistrySource registries =
      new RegistrySource(settings(registry, elsewhere), Credentials.ANONYMOUS, Limits.defaults());
  private final ImageInspector inspector = new ImageInspector(registries, Limits.defaults());
  private final Turns turns = new Turns(4);
  private boolean attachedCounts;
  private final RegistryAccess access =
      new RegistryAccess(
          inspector,
          List.of(Platform.parse("linux/amd64")),
          puller ->
              new PullerSource(
                  puller,
                  registries.as((_, _) -> logins(puller)),
                  () -> !logins(puller).equals(Logins.NONE),
                  turns,
                  openings),
          openings,
          this::lookForAttached);
  private final PunctualInspections inspections =
      new PunctualInspections((_, _, _, _) -> List.of(), access);

  @AfterEach
  void close() {
    inspections.close();
    access.close();
    inspector.close();
    registries.close();
    registry.close();
    elsewhere.close();
  }

  @Test
  void readsWithTheLoginsOfWhoPullsAlone() {
    registry.requireLogin("alice", "pa55word");

    assertThat(look(BANK, web)).isInstanceOf(Uninspectable.class);
    assertThat(look(SHOP, web)).isInstanceOf(Inspected.class);
    assertThat(registry.requests())
        .filteredOn(request -> request.header("Authorization").isPresent())
        .hasSize(2);
  }

  @Test
  void tellsWhoOpenedARepositoryAndNobodyElse() {
    registry.requireLogin("alice", "pa55word");
    look(SHOP, web);
    int before = registry.requests().size();

    assertThat(isOpen(SHOP, web)).isTrue();
    assertThat(registry.requests()).hasSize(before);
    assertThat(look(BANK, web))
        .as("the verdict's facts are everyone's")
        .isInstanceOf(Inspected.class);
    assertThat(isOpen(BANK, web)).isFalse();
    assertThat(isOpen(BANK, web)).isFalse();
    assertThat(registry.requests()).as("asked once a minute").hasSize(before + 1);
  }

  @Test
  void tellsEveryoneOfWhatIsOpenToAnybody() {
    look(BANK, web);
    int before = registry.requests().size();

    assertThat(isOpen(puller("other"), web)).isTrue();
    assertThat(registry.requests()).hasSize(before);
  }

  @Test
  void takesWhatASecretOpenedForNothingButItsNamespaces() {
    look(SHOP, web);

    assertThat(openings.isOpen("shop", web, IMAGE.digest())).isTrue();
    assertThat(openings.isOpen("bank", web, IMAGE.digest())).isFalse();
    assertThat(isOpen(BANK, web)).as("it is open, as asking shows").isTrue();
  }

  @Test
  void forgetsAfterAnHour() {
    look(SHOP, web);
    now.addAndGet(Duration.ofMinutes(61).toNanos());
    int before = registry.requests().size();

    assertThat(isOpen(SHOP, web)).isTrue();
    assertThat(registry.requests()).hasSize(before + 1);
  }

  @Test
  void believesNoRegistryThatOnlyClaimsToHaveAnImage() {
    registry.requireLogin("alice", "pa55word");
    look(SHOP, web);
    Reference claimed = Reference.parse(elsewhere.host() + "/bank/mine@" + IMAGE.digest());
    elsewhere.add("bank/mine:1", image().layer("COPY b", layer -> layer.file("b", "y")).build());
    look(BANK, Reference.parse(elsewhere.host() + "/bank/mine:1"));

    assertThat(look(BANK, claimed)).isInstanceOf(Inspected.class);
    assertThat(isOpen(BANK, claimed)).isFalse();
  }

  @Test
  void countsNoAnswerInTimeAsNo() {
    registry.on("GET", "/manifests/", dev.plimsoll.registry.Fault.hang());

    assertThat(
            inspections.as(SHOP).isOpen(web, IMAGE.digest(), Deadline.in(Duration.ofMillis(200))))
        .isFalse();
  }

  @Test
  void looksForWhatIsAttachedWithTheLoginsOfWhoPulls() {
    registry.requireLogin("alice", "pa55word");
    attachedCounts = true;

    look(SHOP, web);

    assertThat(registry.requests())
        .filteredOn(request -> request.path().contains("/referrers/" + IMAGE.digest()))
        .isNotEmpty()
        .allMatch(request -> request.header("Authorization").isPresent());
  }

  private void lookForAttached(
      ImageSource source, Reference named, List<Inspection> found, Deadline deadline) {
    try {
      if (attachedCounts && found.getFirst() instanceof Inspected(var facts, _)) {
        source.referrers(named, facts.digest(), deadline);
      }
    } catch (SourceException _) {
      // The registry keeps no list; it was asked.
    }
  }

  @Test
  void findsWhatATagPointsTo() {
    assertThat(
            inspections
                .as(SHOP)
                .digestsOf(
                    List.of(web, Reference.parse(registry.host() + "/shop/none:1")),
                    Duration.ZERO,
                    soon()))
        .isEqualTo(Map.of(web, IMAGE.digest()));
  }

  private Inspection look(Puller puller, Reference image) {
    return inspections
        .as(puller)
        .of(Map.of(image, Depth.CONFIG), Duration.ofHours(1), soon())
        .get(image)
        .getFirst();
  }

  private boolean isOpen(Puller puller, Reference image) {
    return inspections.as(puller).isOpen(image, IMAGE.digest(), soon());
  }

  private static Logins logins(Puller puller) {
    return puller.access().secrets().isEmpty()
        ? Logins.NONE
        : Logins.of(new Login("alice", "pa55word"));
  }

  private static Puller puller(String namespace, String... secrets) {
    return new Puller(namespace, new PullAccess(List.of(secrets), "default"));
  }

  private static RegistrySettings settings(ScriptedRegistry one, ScriptedRegistry other) {
    return RegistrySettings.none()
        .with(one.host(), RegistrySettings.Host.OVER_PLAIN_HTTP)
        .with(other.host(), RegistrySettings.Host.OVER_PLAIN_HTTP);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }
}
