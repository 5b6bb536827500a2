package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the scripted registry misbehaves on a request: it is given the answer that would be
/// right.
@FunctionalInterface
public interface Fault {

  /// An answer that a well-behaved registry gives.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, Map<String, String> headers, byte[] body) {
    Answer with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Answer(status, more, body);
    }

    /// The part that the request asks for, or all of it where it does not.
    Answer part(Conversation.Request request) {
      String asked = request.header("Range").orElse("");
      if (!asked.matches("bytes=\\d+-\\d+")) {
        return this;
      }
      int from = Integer.parseInt(asked.substring(6, asked.indexOf('-')));
      int last = Integer.parseInt(asked.substring(asked.indexOf('-') + 1));
      int to = Math.min(last, body.length - 1);
      return new Answer(206, headers, Arrays.copyOfRange(body, from, to + 1))
          .with("Content-Length", Integer.toString(to + 1 - from))
          .with("Content-Range", "bytes %d-%d/%d".formatted(from, to, body.length));
    }

    Answer without(String header) {
      Map<String, String> fewer = new LinkedHashMap<>(headers);
      fewer.remove(header);
      return new Answer(status, fewer, body);
    }
  }

  /// Answers; returns whether the connection stays open for more.
  boolean serve(Conversation conversation, Answer right) throws IOException;

  static Fault answer(int status, Map<String, String> headers, String body) {
    return (conversation, _) -> {
      Map<String, String> all = new LinkedHashMap<>(headers);
      all.put("Content-Length", Integer.toString(body.length()));
      conversation.head(status, all);
      conversation.write(body.getBytes(ISO_8859_1));
      return true;
    };
  }

  /// This status, without a body.
  static Fault status(int status) {
    return answer(status, Map.of(), "");
  }

  /// 429, to be asked again after so many seconds.
  static Fault tooManyRequests(int retryAfterSeconds) {
    return answer(429, Map.of("Retry-After", Integer.toString(retryAfterSeconds)), "");
  }

  /// Sent elsewhere, with the query that a signed URL has.
  static Fault redirect(URI to) {
    return answer(307, Map.of("Location", to.toString()), "");
  }

  /// No answer at all.
  static Fault hang() {
    return (conversation, _) -> {
      conversation.hang();
      return false;
    };
  }

  /// The headers and half of the body, then nothing.
  static Fault hangInBody() {
    return (conversation, right) -> {
      conversation.head(right.status, right.headers);
      conversation.write(Arrays.copyOf(right.body, right.body.length / 2));
      conversation.hang();
      return false;
    };
  }

  /// The right answer, with a pause after half of its body.
  static Fault pauseInBody(Duration time) {
    return (conversation, right) -> {
      int half = right.body.length / 2;
      conversation.head(right.status, right.headers);
      conversation.write(Arrays.copyOf(right.body, half));
      pause(time);
      conversation.write(Arrays.copyOfRange(right.body, half, right.body.length));
      return true;
    };
  }

  /// The right answer, one byte at a time, from its first header on.
  static Fault trickle(Duration eachByte) {
    return (conversation, right) -> {
      conversation.head(right.status, right.headers);
      for (byte b : right.body) {
        conversation.write(new byte[] {b});
        pause(eachByte);
      }
      return true;
    };
  }

  /// The connection is closed in the middle of the body.
  static Fault cut() {
    return (conversation, right) -> {
      conversation.head(right.status, right.headers);
      conversation.write(Arrays.copyOf(right.body, right.body.length / 2));
      return false;
    };
  }

  /// The connection is closed before a word.
  static Fault close() {
    return (_, _) -> false;
  }

  /// Other bytes of the same number.
  static Fault otherBytes() {
    return (conversation, right) -> {
      conversation.head(right.status, right.headers);
      byte[] other = right.body.clone();
      other[other.length / 2] ^= 1;
      conversation.write(other);
      return true;
    };
  }

  /// `more` bytes more than there should be (fewer, where negative), honestly announced or, with
  /// chunks, not at all.
  static Fault otherLength(int more, boolean announced) {
    return (conversation, right) -> {
      byte[] body = Arrays.copyOf(right.body, right.body.length + more);
      if (announced) {
        Answer longer = right.with("Content-Length", Integer.toString(body.length));
        conversation.head(right.status, longer.headers);
        conversation.write(body);
        return true;
      }
      Answer chunked = right.without("Content-Length").with("Transfer-Encoding", "chunked");
      conversation.head(right.status, chunked.headers);
      conversation.write((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
      conversation.write(body);
      conversation.write("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
      return true;
    };
  }

  /// A body that never ends.
  static Fault endless() {
    return (conversation, right) -> {
      Answer chunked = right.without("Content-Length").with("Transfer-Encoding", "chunked");
      conversation.head(right.status, chunked.headers);
      byte[] chunk = ("1000\r\n" + " ".repeat(0x1000) + "\r\n").getBytes(ISO_8859_1);
      while (true) {
        conversation.write(chunk);
      }
    };
  }

  /// The right answer with one header changed, or without it where the value is empty.
  static Fault header(String name, String value) {
    return (conversation, right) -> {
      Answer changed = value.isEmpty() ? right.without(name) : right.with(name, value);
      conversation.head(changed.status, changed.headers);
      conversation.write(changed.body);
      return true;
    };
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
