package dev.plimsoll.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// What every page has around its content: a head that allows its own style and script by
/// digest and nothing else, the maps, and the script that draws them.
record Frame(Html html, Maps maps) {

  /// The whole page; `body` writes what is between head and maps, with an element `images`.
  String around(String title, Runnable body) {
    String style = resource("page.css");
    String script = resource("page.js");
    html.raw("<!doctype html>\n").tag("html", "lang", "en").tag("head").line();
    html.tag("meta", "charset", "utf-8").line();
    html.tag("meta", "http-equiv", "Content-Security-Policy", "content", policy(style, script));
    html.line().tag("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line().tag("meta", "name", "referrer", "content", "no-referrer").line();
    html.of("title", title).line().tag("style").raw(style).end().line().end();
    html.tag("body").line().of("a", "Skip to the images", "class", "skip", "href", "#images");
    body.run();
    html.tag("script", "type", "application/json", "id", "maps").raw(maps.json()).end().line();
    html.tag("script").raw(script).end().line().end().line().end().line();
    return html.toString();
  }

  /// The end of a page: what is to be said beside it.
  static void foot(Html html, List<String> sentences) {
    html.tag("footer").line();
    sentences.forEach(sentence -> html.of("p", sentence).line());
    html.of("p", "Sizes to pull are compressed, sizes on disk are not. This page loads nothing.");
    html.line().end().line();
  }

  /// Nothing is loaded, sent or embedded; what runs and styles is told by its digest.
  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
        .formatted(digest(style), digest(script));
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Frame.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
