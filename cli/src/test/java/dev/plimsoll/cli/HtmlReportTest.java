package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.plimsoll.registry.ScriptedRegistry;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page says and what it keeps from doing; how it looks, a browser tells.
class HtmlReportTest {
  private static final Pattern POLICY =
      Pattern.compile("Content-Security-Policy\" content=\"([^\"]+)\"");
  private static final Pattern MAPS =
      Pattern.compile("<script type=\"application/json\" id=\"maps\">(.*?)</script>");
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
  private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");
  private static ScriptedRegistry registry;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    registry = Shop.open();
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  private String page(String... images) {
    List<String> command = new ArrayList<>(List.of("scan", "-o", "html"));
    command.addAll(List.of(images));
    return new Trial(registry, directory).run(command.toArray(String[]::new)).out();
  }

  private static String group(Pattern pattern, String page) {
    Matcher found = pattern.matcher(page);
    assertThat(found.find()).as(pattern.pattern()).isTrue();
    return found.group(1);
  }

  @Test
  void runsAndStylesNothingButWhatItsPolicyNamesByDigest() throws Exception {
    String page = page("reg.dev.example/shop/web:1.4");
    String policy = group(POLICY, page);

    assertThat(policy)
        .startsWith("default-src &#39;none&#39;; ")
        .contains("style-src &#39;" + digest(group(STYLE, page)) + "&#39;")
        .contains("script-src &#39;" + digest(group(SCRIPT, page)) + "&#39;")
        .doesNotContain("unsafe");
    assertThat(page).doesNotContain("style=\"").doesNotContainPattern("\\son[a-z]+=\"");
    assertThat(page).doesNotContainPattern("(?:src|href)=\"(?!#)");
  }

  private static String digest(String text) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }

  @Test
  void saysWithoutItsScriptWhatTheTableSays() {
    String page = page("reg.dev.example/shop/web:1.4");

    assertThat(page)
        .contains("1 image: 0 admitted, 1 denied, 0 undetermined")
        .contains("<b>compiler</b>")
        .contains("COPY --from it only what runs")
        .contains("RUN apt-get update")
        .contains("After the fixes")
        .contains("Not known here: ");
  }

  @Test
  void showsEachLayersFilesToTheByte() throws Exception {
    JsonNode maps = maps(page("reg.dev.example/shop/web:1.4"));
    JsonNode layers = maps.path("image-1-0").path("layers");

    assertThat(layers).hasSize(4);
    JsonNode copied = layers.get(2).path("tree");
    assertThat(copied.get(1).asLong()).isEqualTo(20_000 + 3 * (1 << 20));
    assertThat(copied.get(3).asLong()).as("wasted").isEqualTo(3 * (1 << 20));
    JsonNode app = copied.get(6).get(0);
    assertThat(app.get(0).asText()).isEqualTo("app");
    assertThat(app.get(6).get(0).get(0).asText()).isEqualTo("tests/data");
    assertThat(app.get(6).get(1).get(0).asText()).isEqualTo("main.py");
    assertThat(layers.get(0).path("base").asBoolean()).isTrue();
    assertThat(layers.get(2).path("base").asBoolean()).isFalse();
  }

  @Test
  void marksWhatAViolationNames() throws Exception {
    JsonNode map = maps(page("reg.dev.example/shop/web:1.4")).path("image-1-0");
    int rule = -1;
    for (int i = 0; i < map.path("rules").size(); i++) {
      rule = map.path("rules").get(i).asText().equals("compiler") ? i : rule;
    }
    JsonNode compiler = find(map.path("layers").get(1).path("tree"), "cc1");

    assertThat(rule).isNotNegative();
    assertThat(compiler.get(5)).extracting(JsonNode::asInt).contains(rule);
  }

  private static JsonNode find(JsonNode node, String end) {
    if (node.get(0).asText().endsWith(end)) {
      return node;
    }
    for (JsonNode child : node.get(6)) {
      JsonNode found = find(child, end);
      if (!found.isMissingNode()) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  void addsUpAFleetByItsDifferentLayers() throws Exception {
    String page =
        page("reg.dev.example/shop/web:1.5", "reg.dev.example/shop/multi:1", "reg.dev.example/a:1");
    JsonNode fleet = maps(page).path("fleet").path("layers");

    assertThat(page).contains("3 images: 2 admitted, 0 denied, 1 undetermined");
    assertThat(fleet)
        .extracting(group -> group.path("label").asText())
        .containsExactly("shared by 2 images");
    assertThat(page).contains("Together 5.0 MiB to pull in 2 different layers");
  }

  @Test
  void namesImagesOnTheMapByWhatTellsThemApart() throws Exception {
    String page = page("reg.dev.example/shop/web:1.4", "reg.dev.example/shop/workshop:1");

    assertThat(maps(page).path("fleet").path("layers"))
        .extracting(group -> group.path("label").asText())
        .contains("web:1.4", "workshop:1");
  }

  @Test
  void showsWhatAHostileImageSaysAsText() throws Exception {
    String page = page("reg.dev.example/shop/hostile:1", "reg.dev.example/shop/paths:1");

    assertThat(page.split("<script", -1)).as("scripts").hasSize(3);
    assertThat(page).doesNotContain("<b>`x`", "<img", "\u001b", "\u0007", "\u202e");
    assertThat(page).contains("&lt;b&gt;`x`&lt;/b&gt;");
    assertThat(maps(page).findValuesAsText("label")).isNotEmpty();
    JsonNode paths = map(page, "/shop/paths:1").path("layers").get(0).path("tree");
    assertThat(find(paths, "onerror=alert(1)>").isMissingNode()).isFalse();
  }

  @Test
  void showsWorkloadsInTheWebhooksWords() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: app, image: "reg.dev.example/shop/web:1.4"}]}
        """;
    String page =
        new Trial(registry, directory)
            .file("pod.yaml", pod)
            .run("check", "-f", "pod.yaml", "-o", "html", "--insecure-registry", Trial.REGISTRY)
            .out();

    assertThat(page)
        .contains("Pod web")
        .contains("is refused")
        .contains("pod.yaml:1")
        .contains("of container app breaks")
        .contains("data-map=\"image-1-0\"");
  }

  /// The map of the image whose name ends so.
  private static JsonNode map(String page, String end) throws Exception {
    for (JsonNode map : maps(page)) {
      if (map.path("title").asText().endsWith(end)) {
        return map;
      }
    }
    throw new AssertionError("no map of " + end);
  }

  private static JsonNode maps(String page) throws Exception {
    return new JsonMapper().readTree(group(MAPS, page));
  }
}
