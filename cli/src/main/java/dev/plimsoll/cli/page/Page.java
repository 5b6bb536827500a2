package dev.plimsoll.cli.page;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Preview;
import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.cli.judging.WorkloadVerdict;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A report as a page: images with their maps, their layers, what is wrong with them and the
/// fix.
public final class Page {
  private final Report report;
  private final @Nullable Preview preview;
  private final List<ImageVerdict> images;
  private final Html html = new Html();
  private final Maps maps;

  private Page(Report report, @Nullable Preview preview) {
    this.report = report;
    this.preview = preview;
    this.images = report.allImages().toList();
    this.maps = new Maps(report.trees());
  }

  /// The whole page.
  public static String of(Report report) {
    return new Page(report, null).write();
  }

  /// The whole page of what a cluster's policies would do.
  public static String of(Preview preview) {
    return new Page(preview.report(), preview).write();
  }

  private String write() {
    return new Frame(html, maps).around(title(), this::body);
  }

  private void body() {
    head();
    html.tag("main", "id", "images").line();
    report.images().forEach(image -> new ImageSection(image, maps, html).write());
    report.workloads().forEach(this::workload);
    html.end().line();
    foot();
  }

  private String title() {
    return images.size() == 1
        ? "Plimsoll: " + images.getFirst().image()
        : "Plimsoll: " + images.size() + " images";
  }

  private void head() {
    html.tag("header").line().of("p", "Plimsoll", "class", "brand").line();
    html.of("h1", preview == null ? summary() : preview.summary()).line();
    if (preview != null) {
      new PolicySection(preview, html).write();
    }
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
    List<String> sentences = new ArrayList<>();
    report.remarks().forEach(remark -> sentences.add("Note: " + remark));
    report.lacking().forEach(lack -> sentences.add("Not known here: " + lack));
    Frame.foot(html, sentences);
  }
}
