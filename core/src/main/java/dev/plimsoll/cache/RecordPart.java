package dev.plimsoll.cache;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A record, made by its own constructor, which refuses what no such record may hold.
final class RecordPart implements Part {
  private static final int HEADER = 16;

  private final List<Part> components;
  private final Method[] accessors;
  private final Constructor<?> constructor;

  /// `components` are filled in later, since they may hold the record itself.
  RecordPart(Class<?> type, List<Part> components) {
    this.components = components;
    RecordComponent[] declared = type.getRecordComponents();
    this.accessors =
        Arrays.stream(declared).map(RecordComponent::getAccessor).toArray(Method[]::new);
    Class<?>[] types =
        Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      this.constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its constructor", e);
    }
    constructor.setAccessible(true);
    AccessibleObject.setAccessible(accessors, true);
  }

  @Override
  public void write(@Nullable Object value, PartOutput out) throws IOException {
    out.flag(value != null);
    if (value != null) {
      for (int i = 0; i < accessors.length; i++) {
        out.enter(this, i);
        components.get(i).write(component(value, i), out);
        out.leave();
      }
    }
  }

  @Override
  public @Nullable Object read(PartInput in) throws IOException {
    if (!in.flag()) {
      return null;
    }
    @Nullable Object[] values = new @Nullable Object[accessors.length];
    for (int i = 0; i < values.length; i++) {
      in.enter(this, i);
      values[i] = components.get(i).read(in);
      in.leave();
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException | IllegalArgumentException e) {
      throw new IOException("no such record can be", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's constructor can be called", e);
    }
  }

  @Override
  public long weight(@Nullable Object value, Set<Object> seen) {
    if (value == null || !seen.add(value)) {
      return 0;
    }
    long weight = HEADER;
    for (int i = 0; i < accessors.length; i++) {
      weight += 4 + components.get(i).weight(component(value, i), seen);
    }
    return weight;
  }

  private @Nullable Object component(Object value, int number) {
    try {
      return accessors[number].invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's accessor can be called", e);
    }
  }
}
