package dev.plimsoll.packages.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Sightings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Ruby's gems: a specification beside the directory that each is unpacked in.
public final class GemPackages implements PackageDatabase {
  private static final Pattern SPECIFICATION =
      Pattern.compile("(.*)/specifications/(?:default/)?([^/]+)\\.gemspec");

  /// The second line of a specification that RubyGems wrote: name, version, platform.
  private static final Pattern STUB = Pattern.compile("(?m)^# stub: (\\S+) (\\S+) (\\S+)");

  /// Older ones name all dependencies once more, for readers that know no kinds of them.
  private static final Pattern NEED = Pattern.compile("add_runtime_dependency\\(%q<([^>\\s]+)>");

  private static final Pattern NEED_OF_NO_KIND = Pattern.compile("add_dependency\\(%q<([^>\\s]+)>");
  private static final Pattern KIND = Pattern.compile("add_(?:runtime|development)_dependency\\(");

  private static final List<String> FILES_OF_ONE =
      List.of("specifications/%s.gemspec", "specifications/default/%s.gemspec", "cache/%s.gem");
  private static final List<String> TREES_OF_ONE = List.of("gems/%s", "doc/%s");

  @Override
  public KeptFiles files() {
    return path -> path.endsWith(".gemspec") && SPECIFICATION.matcher(path).matches() ? 1 << 20 : 0;
  }

  @Override
  public Contents read(Overlay overlay) {
    Sightings sightings = new Sightings();
    List<FileList> lists = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (Overlay.Kept file : overlay.kept()) {
      Matcher place = SPECIFICATION.matcher(file.path());
      if (!place.matches()) {
        continue;
      }
      String text = new String(file.content(), UTF_8);
      Matcher stub = STUB.matcher(text);
      if (!stub.find()) {
        remarks.add(file.path() + " is no specification as RubyGems writes it; it was not read");
        continue;
      }
      PackageRecord record =
          PackageRecord.of(Ecosystem.GEM, stub.group(1), stub.group(2))
              .needing(Relations.on(needs(text)));
      int from = overlay.layerOf(file.entry());
      int until = overlay.hiddenIn(file.entry());
      if (!sightings.add(new Sighting(record, place.group(1), file.entry(), from, until))) {
        break;
      }
      String full = place.group(2);
      FileList.Paths files =
          each -> FILES_OF_ONE.forEach(form -> each.accept(path(place.group(1), form, full)));
      FileList.Paths trees =
          each -> TREES_OF_ONE.forEach(form -> each.accept(path(place.group(1), form, full)));
      lists.add(FileList.of(record.name(), from, until, files));
      lists.add(FileList.ofTrees(record.name(), from, until, trees));
    }
    return Contents.of(sightings, lists, remarks);
  }

  private static List<String> needs(String specification) {
    List<String> needs = new ArrayList<>();
    boolean kinds = KIND.matcher(specification).find();
    Matcher need = (kinds ? NEED : NEED_OF_NO_KIND).matcher(specification);
    while (need.find()) {
      needs.add(need.group(1));
    }
    return needs.stream().distinct().toList();
  }

  private static byte[] path(String home, String form, String fullName) {
    return (home + "/" + form.replace("%s", fullName)).getBytes(UTF_8);
  }
}
