package dev.plimsoll.operator.fleet;

import dev.plimsoll.reference.Digest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where every digest runs at one moment: as nodes report it, so the digest of an index where
/// that was pulled.
public final class Presence {
  private final Map<Digest, Places> byDigest = new HashMap<>();

  /// The places of one digest.
  private static final class Places {
    private final Set<String> namespaces = new HashSet<>();
    private final Set<String> workloads = new HashSet<>();
    private final Set<String> pods = new HashSet<>();
    private final Set<String> nodes = new HashSet<>();
  }

  /// A container that runs a digest; `node` is null where none is told.
  public void add(
      Digest digest, String namespace, String workload, String pod, @Nullable String node) {
    Places places = byDigest.computeIfAbsent(digest, _ -> new Places());
    places.namespaces.add(namespace);
    places.workloads.add(namespace + "/" + workload);
    places.pods.add(namespace + "/" + pod);
    if (node != null) {
      places.nodes.add(node);
    }
  }

  public Set<Digest> digests() {
    return byDigest.keySet();
  }

  public Set<String> namespaces(Digest digest) {
    Places places = byDigest.get(digest);
    return places == null ? Set.of() : places.namespaces;
  }

  public Set<String> nodes(Digest digest) {
    Places places = byDigest.get(digest);
    return places == null ? Set.of() : places.nodes;
  }

  public int workloads(Digest digest) {
    Places places = byDigest.get(digest);
    return places == null ? 0 : places.workloads.size();
  }

  public int pods(Digest digest) {
    Places places = byDigest.get(digest);
    return places == null ? 0 : places.pods.size();
  }
}
