package dev.plimsoll.registry.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.registry.DockerConfig;
import dev.plimsoll.registry.plugin.Kept.Answer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Docker's credential helpers: `docker-credential-NAME get` is told a server on standard input
/// and answers with user and secret. What one says is kept a minute.
public final class DockerHelpers implements DockerConfig.Helpers {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final Duration LIFE_OF_FAILURE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  private record Question(String helper, String server) {}

  private final List<Path> directories;
  private final Kept<Logins> kept = new Kept<>(Logins::none);

  private DockerHelpers(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /// Helpers in the directories of `PATH`.
  public static DockerHelpers onPath(Map<String, String> environment) {
    List<Path> directories = new ArrayList<>();
    for (String each : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Path.of(each).isAbsolute()) {
        directories.add(Path.of(each));
      }
    }
    return new DockerHelpers(directories);
  }

  @Override
  public Logins ask(String helper, String server, Deadline deadline) {
    if (!helper.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      return Logins.none("the docker config names a credential helper by what is no name");
    }
    String name = "docker-credential-" + helper;
    Optional<Path> file =
        directories.stream()
            .map(directory -> directory.resolve(name))
            .filter(Files::isExecutable)
            .filter(Files::isRegularFile)
            .findFirst();
    if (file.isEmpty()) {
      return Logins.none(
          "the docker config leaves it to "
              + name
              + ", which is nowhere on the PATH; install it, or log in without it");
    }
    Program program = new Program(name, file.get(), List.of("get"), Map.of());
    Question question = new Question(helper, server);
    return kept.get(List.of(question), deadline, () -> answer(program, question, deadline));
  }

  private static Answer<Logins> answer(Program program, Question question, Deadline deadline) {
    Duration left = deadline.remaining();
    Duration time = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    Logins logins =
        switch (program.ask(question.server.getBytes(UTF_8), time)) {
          case Program.Outcome.Failed(String why) -> Logins.none(why);
          case Program.Outcome.Ended(int status, byte[] output) ->
              status == 0 ? read(program, output) : refused(program, status, output);
        };
    boolean settled = logins.remarks().isEmpty();
    return new Answer<>(question, logins, settled ? LIFE : LIFE_OF_FAILURE);
  }

  /// A helper that keeps nothing for the server says so on standard output and fails.
  private static Logins refused(Program program, int status, byte[] output) {
    return new String(output, UTF_8).contains("credentials not found")
        ? Logins.NONE
        : Logins.none(program.name() + " failed with status " + status);
  }

  private static Logins read(Program program, byte[] output) {
    try {
      JsonNode answer = JSON.readTree(output);
      String user = answer.path("Username").asText("");
      String secret = answer.path("Secret").asText("");
      if (user.isEmpty() || secret.isEmpty()) {
        return Logins.NONE;
      }
      boolean isToken = user.equals("<token>");
      return Logins.of(isToken ? Login.identityToken(secret) : new Login(user, secret));
    } catch (IOException _) {
      return Logins.none(program.name() + " answers with no JSON");
    }
  }
}
