package dev.plimsoll.e2e.pictures;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `make pictures`: the pictures of docs/cli.md, of pages that the packed command line writes of
/// real images and of a cluster that runs them, drawn by a real browser.
public final class Pictures {
  private static final String IMAGE = "oci:images:apps/000:before";

  private final Browser browser;
  private final Desk desk;
  private final Path work;
  private final Path pictures;

  private Pictures(Desk desk, Path work, Path pictures) {
    this.browser = Browser.find(work);
    this.desk = desk;
    this.work = work;
    this.pictures = pictures;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("Usage: Pictures DIRECTORY");
      System.exit(2);
    }
    ImageCorpus corpus = ImageCorpus.find(System.err::println);
    try (WorkDirectory work = WorkDirectory.at(null);
        ControlPlane cluster = ControlPlane.start(ControlPlaneSettings.defaults());
        RegistryServer registry = corpus.serve(RegistrySettings.defaults(), System.err::println);
        Installation _ =
            Installation.install(
                cluster, InstallationSettings.withInsecureRegistries(registry.host()))) {
      Files.createSymbolicLink(work.path().resolve("images"), corpus.layout());
      Pictures all =
          new Pictures(
              new Desk(work.path(), cluster.kubectl()), work.path(), Path.of(arguments[0]));
      all.ofImages();
      new Fleet(cluster.kubectl(), registry.host()).deploy();
      all.ofTheCluster(registry.host());
    } catch (PartsException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void ofImages() throws IOException {
    Path one = desk.page("report", "scan", IMAGE, "--profile", "Baseline");
    draw(one, 1100, 1000, "report-light");
    browser.draw(one, 1100, 1000, true, file("report-dark"));
    draw(inNarrowWindow(one), 390, 844, "report-narrow");
    draw(withOneRule(one, "compiler"), 1100, 1000, "report-rule");
    Path several =
        desk.page("several", "scan", IMAGE, "oci:images:apps/000:corrected", "--profile=Baseline");
    draw(several, 1100, 900, "report-fleet");
  }

  private void ofTheCluster(String registry) throws IOException {
    Path fleet = named(registry, desk.page("fleet", "fleet"));
    draw(fleet, 1100, 1000, "cluster-fleet");
    draw(inNarrowWindow(fleet), 390, 844, "cluster-fleet-narrow");
    Path preview =
        named(registry, desk.page("preview", "preview", "--insecure-registry", registry));
    draw(preview, 1100, 760, "cluster-preview");
  }

  private void draw(Path page, int width, int height, String picture) {
    browser.draw(page, width, height, false, file(picture));
  }

  private Path file(String picture) {
    System.err.println("drawing " + picture);
    return pictures.resolve(picture + ".png");
  }

  /// The same page with a name for the registry that does not change from run to run.
  private static Path named(String registry, Path page) throws IOException {
    return Files.writeString(
        page, Files.readString(page).replace(registry, "registry.example.com"));
  }

  /// Chromium has no window as narrow as a telephone's, but a page may be framed.
  private Path inNarrowWindow(Path page) throws IOException {
    return Files.writeString(
        work.resolve("narrow.html"),
        """
        <!doctype html><body style="margin:0"><iframe src="%s" style="border:0;width:390px;height:844px">
        </iframe>
        """
            .formatted(page.toUri()));
  }

  /// The page as somebody sees it who has picked the files of a rule and looks at the map: what
  /// picks them is no part of the page, so the page's own policy must not forbid it.
  private Path withOneRule(Path page, String rule) throws IOException {
    String text =
        Files.readString(page)
            .replaceFirst("<meta http-equiv=\"?Content-Security-Policy\"?[^>]*>", "")
            .replace(
                "</body>",
                """
                <script>
                  const button = [...document.querySelectorAll("button")].find((b) => b.textContent === "%s");
                  button.click();
                  document.documentElement.style.marginTop = `${8 - button.getBoundingClientRect().top}px`;
                </script></body>
                """
                    .formatted(rule));
    return Files.writeString(work.resolve("rule.html"), text);
  }
}
