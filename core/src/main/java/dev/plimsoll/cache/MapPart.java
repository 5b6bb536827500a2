package dev.plimsoll.cache;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A map.
record MapPart(Part key, Part element) implements Part {
  private static final int NONE = -1;
  private static final int HEADERS = 40;
  private static final int OF_ENTRY = 16;

  @Override
  public void write(@Nullable Object value, PartOutput out) throws IOException {
    Map<?, ?> map = (Map<?, ?>) value;
    out.integer(map == null ? NONE : map.size());
    if (map != null) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        key.write(entry.getKey(), out);
        element.write(entry.getValue(), out);
      }
    }
  }

  @Override
  public @Nullable Object read(PartInput in) throws IOException {
    int size = in.integer();
    if (size == NONE) {
      return null;
    }
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(key.read(in), element.read(in));
    }
    return map;
  }

  @Override
  public long weight(@Nullable Object value, Set<Object> seen) {
    Map<?, ?> map = (Map<?, ?>) value;
    if (map == null || map.isEmpty() || !seen.add(map)) {
      return 0;
    }
    long weight = HEADERS + (long) map.size() * OF_ENTRY;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      weight += key.weight(entry.getKey(), seen) + element.weight(entry.getValue(), seen);
    }
    return weight;
  }
}
