package dev.plimsoll.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.policy.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// A report as a page: images with their maps, their layers, what is wrong with them and the
/// fix.
public final class Page {
  private final Report report;
  private final List<ImageVerdict> images;
  private final Html html = new Html();
  private final Maps maps;

  private Page(Report report) {
    this.report = report;
    this.images = report.allImages().toList();
    this.maps = new Maps(report.trees());
  }

  /// The whole page.
  public static String of(Report report) {
    return new Page(report).write();
  }

  private String write() {
    String style = resource("page.css");
    String script = resource("page.js");
    html.raw("<!doctype html>\n").tag("html", "lang", "en").tag("head").line();
    html.tag("meta", "charset", "utf-8").line();
    html.tag("meta", "http-equiv", "Content-Security-Policy", "content", policy(style, script));
    html.line().tag("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line().tag("meta", "name", "referrer", "content", "no-referrer").line();
    html.of("title", title()).line().tag("style").raw(style).end().line().end();
    html.tag("body").line().of("a", "Skip to the images", "class", "skip", "href", "#images");
    head();
    html.tag("main", "id", "images").line();
    report.images().forEach(image -> new ImageSection(image, maps, html).write());
    report.workloads().forEach(this::workload);
    html.end().line();
    foot();
    html.tag("script", "type", "application/json", "id", "maps").raw(maps.json()).end().line();
    html.tag("script").raw(script).end().line().end().line().end().line();
    return html.toString();
  }

  /// Nothing is loaded, sent or embedded; what runs and styles is told by its digest.
  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
        .formatted(digest(style), digest(script));
  }

  private String title() {
    return images.size() == 1
        ? "Plimsoll: " + images.getFirst().image()
        : "Plimsoll: " + images.size() + " images";
  }

  private void head() {
    html.tag("header").line().of("p", "Plimsoll", "class", "brand").line();
    html.of("h1", summary()).line();
    if (images.size() > 1) {
      new FleetSection(images, maps, html).write();
    }
    html.end().line();
  }

  private String summary() {
    long denied = images.stream().filter(i -> i.verdict() instanceof Verdict.Denied).count();
    long open = images.stream().filter(i -> i.verdict() instanceof Verdict.Undetermined).count();
    return "%s: %d admitted, %d denied, %d undetermined"
        .formatted(
            Words.counted(images.size(), "image", "images"),
            images.size() - denied - open,
            denied,
            open);
  }

  private void workload(WorkloadVerdict workload) {
    html.tag("section", "class", "workload").line();
    html.tag("h2")
        .text(workload.title() + " ")
        .of(
            "span",
            workload.mayPass() ? "is admitted" : "is refused",
            "class",
            "verdict " + (workload.mayPass() ? "admitted" : "denied"));
    html.end().line().of("p", workload.place().toString(), "class", "place").line();
    if (!workload.mayPass()) {
      html.tag("details").of("summary", "What admission says");
      html.tag("pre");
      Wording.refusal(workload.title(), workload.judged())
          .lines()
          .forEach(line -> html.text(line).line());
      html.end().end().line();
    }
    workload.images().forEach(image -> new ImageSection(image, maps, html).write());
    html.end().line();
  }

  private void foot() {
    html.tag("footer").line();
    report.remarks().forEach(remark -> html.of("p", "Note: " + remark).line());
    report.lacking().forEach(lack -> html.of("p", "Not known here: " + lack).line());
    html.of("p", "Sizes to pull are compressed, sizes on disk are not. This page loads nothing.");
    html.line().end().line();
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
