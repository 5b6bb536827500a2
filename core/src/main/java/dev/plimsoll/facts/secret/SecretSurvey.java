package dev.plimsoll.facts.secret;

import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.inventory.PackageOwners;
import java.util.ArrayList;
import java.util.List;

/// All files of an image's layers with secrets in them, lowest layer first; `remarks` say what
/// is left out.
public record SecretSurvey(List<SecretFile> files, List<String> remarks) {
  /// Whoever has more will not read a longer list.
  public static final int MOST = 500;

  public SecretSurvey {
    files = List.copyOf(files);
    remarks = List.copyOf(remarks);
  }

  public static SecretSurvey of(Overlay overlay, PackageOwners owners) {
    List<SecretFile> files = new ArrayList<>();
    for (Overlay.Kept kept : overlay.found(SecretProbe.NAME)) {
      int entry = kept.entry();
      for (Secret secret : SecretProbe.decoded(kept.content())) {
        files.add(
            new SecretFile(
                secret,
                kept.path(),
                overlay.layerOf(entry),
                overlay.hiddenIn(entry),
                owners.ownerOf(entry).orElse(null)));
      }
    }
    return files.size() <= MOST
        ? new SecretSurvey(files, List.of())
        : new SecretSurvey(
            files.subList(0, MOST),
            List.of("there are secrets at %d places; %d are listed".formatted(files.size(), MOST)));
  }
}
