package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.registry.ScriptedRegistry;
import org.junit.jupiter.api.Test;

/// How images are read: once, and as whom.
class ImageOptionsTest extends ShopTrial {
  @Test
  void readsNoLayerOfAnImageThatAnEarlierRunRead() {
    Outcome first = run("scan", WEB);
    int read = registry.requests("GET", "/blobs/").size();
    Outcome second = run("scan", WEB);

    assertThat(second).isEqualTo(first);
    assertThat(registry.requests("GET", "/blobs/")).hasSize(read);

    run("scan", WEB, "--no-cache");
    assertThat(registry.requests("GET", "/blobs/")).hasSize(2 * read);
  }

  @Test
  void goesOnWhereNothingCanBeKept() {
    Outcome outcome = trial().file(".cache", "a file").run("scan", CORRECTED);

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("note: facts are not kept for the next run: ");
  }

  @Test
  void logsInAsDockerDoes() {
    try (ScriptedRegistry closed = Shop.open().requireLogin("me", "secret")) {
      String image = closed.host() + "/shop/web:1.5";
      assertThat(new Trial(closed, directory).run("scan", image).exit()).isEqualTo(2);

      String login = "{\"auths\":{\"%s\":{\"auth\":\"bWU6c2VjcmV0\"}}}".formatted(closed.host());
      Trial trial = new Trial(closed, directory).file(".docker/config.json", login);
      assertThat(trial.run("scan", image).exit()).isZero();

      trial.file(".docker/config.json", "{");
      assertThat(trial.run("scan", image).err())
          .isEqualTo(
              "plimsoll: .docker/config.json: the docker config is no JSON; write it by docker"
                  + " login\n");
    }
  }
}
