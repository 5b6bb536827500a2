package dev.plimsoll.registry;

import java.util.Optional;

/// Who is told of every request that goes out, a redirect's and a login's too.
///
/// `host` is the name by which the host is configured; it is empty for all others, whose names
/// come from images and so from anybody.
public interface RegistryTraffic {
  RegistryTraffic UNWATCHED =
      new RegistryTraffic() {
        @Override
        public void answered(Optional<String> host, int status) {}

        @Override
        public void unanswered(Optional<String> host) {}
      };

  /// A host answered, with this HTTP status.
  void answered(Optional<String> host, int status);

  /// A host did not answer: refused, silent, or not trusted.
  void unanswered(Optional<String> host);
}
