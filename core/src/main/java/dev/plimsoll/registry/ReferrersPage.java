package dev.plimsoll.registry;

import dev.plimsoll.image.ImageSource.Referrer;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Transport.Answer;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Some of what refers to a manifest (distribution specification, §Listing Referrers), and the
/// query by which the rest is asked for; empty where this is all.
record ReferrersPage(List<Referrer> referrers, String next) {
  /// Where else than to a query of the same list a link leads is not followed.
  private static final Pattern NEXT =
      Pattern.compile("<[^>?]*\\?([^>#\\s]+)>\\s*;.*\\brel=\"?next\\b.*");

  ReferrersPage {
    referrers = List.copyOf(referrers);
  }

  /// Asks for one page of the registry's list, or, where `tag`, for the index under the tag that
  /// stands in for it.
  record Question(Reference reference, Digest subject, boolean tag, String page, Limits limits)
      implements Endpoint<ReferrersPage> {
    @Override
    public String doing() {
      return "listing what refers to " + reference;
    }

    @Override
    public String path() {
      return tag
          ? "manifests/" + subject.algorithm() + "-" + subject.hex()
          : "referrers/" + subject + (page.isEmpty() ? "" : "?" + page);
    }

    @Override
    public String accept() {
      return "application/vnd.oci.image.index.v1+json";
    }

    @Override
    public boolean isByDigest() {
      return false;
    }

    @Override
    public ReferrersPage read(Answer answer) throws IOException {
      try (answer) {
        byte[] json = Endpoint.whole(answer, limits.manifest(), doing());
        return new ReferrersPage(ManifestReader.referrers(json, doing()), next(answer));
      }
    }

    private static String next(Answer answer) {
      Matcher link = NEXT.matcher(answer.header("Link").orElse(""));
      return link.matches() ? link.group(1) : "";
    }
  }
}
