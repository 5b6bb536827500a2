package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods run the digest that was judged, and none is refused for want of one.
@ExtendWith(LockedSurroundings.Extension.class)
class PinningE2E {
  private static final String IMAGE = "{.spec.containers[0].image}";

  private static LockedSurroundings surroundings;

  @BeforeAll
  static void prepare(LockedSurroundings given) {
    surroundings = given;
  }

  @Test
  void replacesATagByTheDigestThatIsJudged() {
    TestNamespace shop = namespace("pinned");
    String image = surroundings.provided().image("apps/002:corrected");
    shop.awaitRead(image);

    expect(shop.apply(pod("web", image)));

    String pinned = expect(shop.run("get", "pod", "web", "-o", "jsonpath=" + IMAGE));
    assertThat(pinned).matches(Pattern.quote(image) + "@sha256:[0-9a-f]{64}");
    assertThat(expect(shop.apply(pod("again", pinned)))).contains("created");
  }

  @Test
  void refusesThePinnedImageAsItRefusesTheTag() {
    TestNamespace shop = namespace("refused");
    String image = surroundings.provided().image("faults:root");
    shop.awaitRead(image);

    Outcome outcome = shop.apply(pod("web", image));

    assertThat(outcome.err()).contains("denied the request", "@sha256:", "root-user");
  }

  @Test
  void leavesAnImageAsItIsWhereNobodyCanTell() {
    TestNamespace shop = namespace("unknown");
    String image = surroundings.provided().image("nowhere/none:1");

    expect(shop.apply(pod("web", image)));

    assertThat(expect(shop.run("get", "pod", "web", "-o", "jsonpath=" + IMAGE))).isEqualTo(image);
  }

  @Test
  void leavesAPodThatRunsAsItIs() {
    TestNamespace shop = TestNamespace.create(surroundings.cluster().kubectl(), "pinning-running");
    String image = surroundings.provided().image("apps/002:corrected");
    expect(shop.apply(pod("web", image)));
    shop.policy("load-line", "rules: {user: {rootUser: {}}}");

    expect(shop.run("label", "pod", "web", "team=shop"));

    assertThat(expect(shop.run("get", "pod", "web", "-o", "jsonpath=" + IMAGE))).isEqualTo(image);
  }

  private static TestNamespace namespace(String purpose) {
    TestNamespace namespace =
        TestNamespace.create(surroundings.cluster().kubectl(), "pinning-" + purpose);
    namespace.policy(
        "load-line", "whenUndetermined: {notFound: Warn}\nrules: {user: {rootUser: {}}}");
    return namespace;
  }

  private static String pod(String name, String image) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec: {containers: [{name: app, image: '%s'}]}
        """
        .formatted(name, image);
  }
}
