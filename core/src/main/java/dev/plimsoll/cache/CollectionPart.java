package dev.plimsoll.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A list or a set.
record CollectionPart(Part element, boolean set) implements Part {
  private static final int NONE = -1;
  private static final int HEADERS = 40;
  private static final int OF_LISTED = 4;
  private static final int OF_MEMBER = 8;

  @Override
  public void write(@Nullable Object value, PartOutput out) throws IOException {
    Collection<?> elements = (Collection<?>) value;
    out.integer(elements == null ? NONE : elements.size());
    if (elements != null) {
      for (Object each : elements) {
        element.write(each, out);
      }
    }
  }

  @Override
  public @Nullable Object read(PartInput in) throws IOException {
    int size = in.integer();
    if (size == NONE) {
      return null;
    }
    Collection<@Nullable Object> elements = set ? new LinkedHashSet<>() : new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(element.read(in));
    }
    return elements;
  }

  @Override
  public long weight(@Nullable Object value, Set<Object> seen) {
    Collection<?> elements = (Collection<?>) value;
    if (elements == null || elements.isEmpty() || !seen.add(elements)) {
      return 0;
    }
    long weight = HEADERS + (long) elements.size() * (set ? OF_MEMBER : OF_LISTED);
    for (Object each : elements) {
      weight += element.weight(each, seen);
    }
    return weight;
  }
}
