package dev.plimsoll.layer.toc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of a table of contents as a stream, entry by entry.
///
/// A file's payload ends where the next payload begins, unless the table says where; chunks of a
/// file are part of it.
final class TocReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(1 << 17)
                  .maxNameLength(1 << 12)
                  .maxNumberLength(32)
                  .build())
          .build();

  /// Entries that wait for the next payload to begin; more have none.
  private static final int MOST_WAITING = 10_000;

  private final JsonParser json;
  private final String table;
  private final long end;
  private final Deque<TocEntry> waiting = new ArrayDeque<>();
  private boolean exhausted;

  /// Reads a table whose payloads end at a stored position at the latest.
  TocReader(InputStream in, String table, long end) throws SourceException {
    this.table = table;
    this.end = end;
    try {
      json = JSON.createParser(in);
      findEntries();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /// The next entry, or null at the end of the table.
  @Nullable TocEntry next() throws SourceException {
    try {
      while (!isSettled()) {
        TocEntry entry = exhausted ? null : parse();
        if (entry == null) {
          finish();
          settle(end);
        } else if (entry.type() != TocEntry.CHUNK) {
          if (entry.offset() >= 0 && entry.size() > 0) {
            settle(entry.offset());
          }
          waiting.add(entry);
        }
      }
      return waiting.poll();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /// Whether the end of the foremost entry is known, or none will come.
  private boolean isSettled() {
    TocEntry first = waiting.peek();
    return exhausted || waiting.size() > MOST_WAITING || (first != null && isSettled(first));
  }

  private static boolean isSettled(TocEntry entry) {
    return entry.end() >= 0 || entry.offset() < 0 || entry.size() == 0;
  }

  /// Payloads that are open end here.
  private void settle(long position) {
    for (int left = waiting.size(); left > 0; left--) {
      TocEntry entry = waiting.remove();
      waiting.add(isSettled(entry) ? entry : entry.endingAt(position));
    }
  }

  private void findEntries() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw malformed();
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (name.equals("entries") && value == JsonToken.START_ARRAY) {
        return;
      }
      json.skipChildren();
    }
    throw malformed();
  }

  /// Reads what follows the entries, so that all of the table is seen.
  private void finish() throws IOException {
    while (!exhausted && json.nextToken() != null) {
      // nothing that matters here
    }
    exhausted = true;
  }

  private @Nullable TocEntry parse() throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.END_ARRAY) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      throw malformed();
    }
    String name = "";
    String type = "";
    String target = "";
    String modified = "";
    long[] numbers = {0, 0, 0, 0, -1, -1};
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "name" -> name = text();
        case "type" -> type = text();
        case "linkName" -> target = text();
        case "modtime" -> modified = text();
        case "size" -> numbers[0] = number();
        case "mode" -> numbers[1] = number();
        case "uid" -> numbers[2] = number();
        case "gid" -> numbers[3] = number();
        case "offset" -> numbers[4] = number();
        case "endOffset" -> numbers[5] = number();
        default -> json.skipChildren();
      }
    }
    return new TocEntry(
        name,
        TocEntry.typeOf(type),
        target,
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        seconds(modified),
        numbers[4],
        numbers[5]);
  }

  private String text() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw malformed();
    }
    return json.getText();
  }

  private long number() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getLongValue() < 0) {
      throw malformed();
    }
    return json.getLongValue();
  }

  private static long seconds(String time) {
    try {
      return time.isEmpty() ? 0 : Math.max(0, Instant.parse(time).getEpochSecond());
    } catch (DateTimeException _) {
      return 0;
    }
  }

  private SourceException malformed() {
    return new SourceException.Malformed(table + " is not as specified");
  }

  /// Jackson's own message quotes what it read.
  private SourceException failure(IOException e) {
    return switch (e) {
      case SourceException known -> known;
      case JsonProcessingException _ -> malformed();
      default -> new SourceException.Unavailable(table + " broke off: " + e.getMessage(), e);
    };
  }
}
