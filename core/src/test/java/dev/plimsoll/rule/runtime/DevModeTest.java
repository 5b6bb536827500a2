package dev.plimsoll.rule.runtime;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Security;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevModeTest {
  private static final Map<String, String> NOTHING_SET = Map.of();
  private final DevMode rule = new DevMode();

  @ParameterizedTest
  @CsvSource({
    "uvicorn app:app --reload, --reload",
    "uvicorn app:app --reload=true, --reload=true",
    "/app/node_modules/.bin/nodemon index.js, nodemon",
    "python -m debugpy --listen 0.0.0.0:5678 app.py, debugpy",
    "java -agentlib:jdwp=transport=dt_socket -jar a.jar, -agentlib:jdwp=transport=dt_socket",
    "python manage.py runserver 0.0.0.0:8000, manage.py runserver",
    "flask run --debug, flask --debug",
    "npm run dev, npm dev",
    "npx next dev, next dev",
    "node --inspect=0.0.0.0:9229 index.js, node --inspect=0.0.0.0:9229",
    "sh -c 'cd /app && python manage.py runserver', manage.py runserver",
  })
  void findsWhatOnlyDevelopmentRuns(String command, String sign) {
    assertThat(judged(image().command(command.split(" ")), null, null, NOTHING_SET))
        .isEqualTo(new Beyond(sign, "production mode"));
  }

  @ParameterizedTest
  @CsvSource({
    "gunicorn app:app",
    "uvicorn app:app --reload=false",
    "node index.js --watch dev",
    "npm run start",
    "python manage.py migrate",
    "java -jar app.jar",
    "server --mode dev",
    "npm start -- dev",
  })
  void leavesWhatRunsInProduction(String command) {
    assertThat(judged(image().command(command.split(" ")), null, null, NOTHING_SET))
        .isEqualTo(new Within());
  }

  @Test
  void readsTheLineThatAShellIsGiven() {
    FactsBuilder image = image().entrypoint("/bin/sh", "-c").command("exec flask --debug run");

    assertThat(judged(image, null, null, NOTHING_SET))
        .isEqualTo(new Beyond("flask --debug", "production mode"));
  }

  @ParameterizedTest
  @CsvSource({
    "FLASK_DEBUG, 1, true",
    "FLASK_DEBUG, 0, false",
    "FLASK_DEBUG, False, false",
    "APP_DEBUG, true, true",
    "NODE_ENV, development, true",
    "NODE_ENV, production, false",
    "APP_ENV, local, true",
    "RAILS_ENV, Development, true",
    "NODE_OPTIONS, --inspect, true",
    "NODE_OPTIONS, --max-old-space-size=512, false",
    "JAVA_TOOL_OPTIONS, -agentlib:jdwp=server=y, true",
    "JAVA_OPTS, -Xmx1g, false",
    "SOME_ENV, development, false",
  })
  void readsTheVariablesThatItAsksFor(String name, String value, boolean found) {
    Judgement judgement = judged(image().variable(name, value), null, null, NOTHING_SET);

    assertThat(judgement)
        .isEqualTo(found ? new Beyond(name + "=" + value, "production mode") : new Within());
  }

  @Test
  void judgesWhatTheWorkloadPutsInPlace() {
    FactsBuilder reloading = image().entrypoint("uvicorn", "app:app").command("--reload");
    List<String> command = List.of("uvicorn", "app:app");

    assertThat(judged(reloading, null, null, NOTHING_SET)).isInstanceOf(Beyond.class);
    assertThat(judged(reloading, null, List.of("--workers=2"), NOTHING_SET))
        .isEqualTo(new Within());
    assertThat(judged(reloading, command, null, NOTHING_SET)).isEqualTo(new Within());
    assertThat(judged(reloading, command, List.of("--reload"), NOTHING_SET))
        .isInstanceOf(Beyond.class);
    FactsBuilder debugging = image().variable("FLASK_DEBUG", "1");
    assertThat(judged(debugging, null, null, Map.of("FLASK_DEBUG", "0"))).isEqualTo(new Within());
    assertThat(judged(image(), null, null, Map.of("FLASK_DEBUG", "1")))
        .isEqualTo(new Beyond("FLASK_DEBUG=1", "production mode"));
  }

  @Test
  void saysWhoseModeItIs() {
    assertThat(found(image().command("nodemon", "a.js")).fix())
        .isEqualTo(
            "in the image's ENTRYPOINT, CMD and ENV, or the workload's command, args and env: start"
                + " for production, without nodemon");
    assertThat(found(image()).fix()).startsWith("change the container's command, args and env");
    assertThat(found(image().command("nodemon")).evidence())
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.subject()).isEqualTo("nodemon"));
  }

  private Finding found(FactsBuilder image) {
    return rule.measure(image.facts()).getFirst();
  }

  private Judgement judged(
      FactsBuilder image,
      List<String> command,
      List<String> arguments,
      Map<String, String> environment) {
    ContainerContext container =
        new ContainerContext("web", Security.UNSET, command, arguments, environment, null, null);
    return rule.judge(found(image), NoParameters.NONE, container);
  }
}
