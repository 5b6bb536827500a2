package dev.plimsoll.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The form of a record type, derived from its components: records, sealed types of records,
/// enums, strings, numbers, points in time, lists, sets and maps of these, any of which may be
/// null.
///
/// [#shape] names all of it; things are to be kept under its name, so that those of another shape
/// are not taken for them. [#weight] is about how much memory a thing takes up.
public final class RecordForm<T> implements Form<T> {
  private final Class<T> type;
  private final Part part;
  private final Parts parts = new Parts();

  private RecordForm(Class<T> type) {
    this.type = type;
    this.part = parts.of(type);
  }

  public static <T> RecordForm<T> of(Class<T> type) {
    return new RecordForm<>(type);
  }

  @Override
  public void write(T thing, DataOutputStream out) throws IOException {
    part.write(thing, new RowOutput(out));
  }

  @Override
  public T read(DataInputStream in) throws IOException {
    return cast(part.read(new RowInput(in)));
  }

  /// The same in columns, which take up less than half of that once they are deflated; it is
  /// all in memory meanwhile.
  public Form<T> inColumns() {
    return new Form<>() {
      @Override
      public void write(T thing, DataOutputStream out) throws IOException {
        ColumnOutput columns = new ColumnOutput();
        part.write(thing, columns);
        columns.finish(out);
      }

      @Override
      public T read(DataInputStream in) throws IOException {
        return cast(part.read(new ColumnInput(in)));
      }
    };
  }

  private T cast(@Nullable Object thing) throws IOException {
    if (!type.isInstance(thing)) {
      throw new IOException("it is no " + type.getSimpleName());
    }
    return type.cast(thing);
  }

  /// Every type within, with its components, one on each line, in the order in which they are
  /// first met.
  public String shape() {
    return parts.shape();
  }

  /// A short name of the shape: another shape has another one.
  public String shapeName() {
    CRC32 sum = new CRC32();
    sum.update(shape().getBytes(UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /// About how many bytes of memory a thing takes up; what it holds twice counts once.
  public long weight(T thing) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return part.weight(thing, seen);
  }
}
