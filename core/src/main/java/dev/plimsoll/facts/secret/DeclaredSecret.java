package dev.plimsoll.facts.secret;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A secret that an image's config tells everybody who pulls it.
///
/// `place` is the name of the variable or label, or the number of the entry in the history, from
/// 1.
public record DeclaredSecret(Secret secret, Where where, String place) {

  /// The part of a config.
  public enum Where {
    ENVIRONMENT("environment variable"),
    LABEL("label"),
    HISTORY("history entry");

    private final String phrase;

    Where(String phrase) {
      this.phrase = phrase;
    }

    public String phrase() {
      return phrase;
    }
  }

  /// Secrets of variables, as `NAME=value`.
  public static List<DeclaredSecret> inEnvironment(List<String> environment) {
    Set<DeclaredSecret> found = new LinkedHashSet<>();
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        String name = variable.substring(0, equals);
        for (Secret secret : SecretText.inVariable(name, variable.substring(equals + 1))) {
          found.add(new DeclaredSecret(secret, Where.ENVIRONMENT, name));
        }
      }
    }
    return List.copyOf(found);
  }

  /// Secrets in the instructions of a history, as builders wrote them down.
  public static List<DeclaredSecret> inHistory(List<String> instructions) {
    List<DeclaredSecret> found = new ArrayList<>();
    for (int i = 0; i < instructions.size(); i++) {
      String place = Integer.toString(i + 1);
      SecretText.inCommand(instructions.get(i)).stream()
          .distinct()
          .map(secret -> new DeclaredSecret(secret, Where.HISTORY, place))
          .forEach(found::add);
    }
    return found;
  }

  /// Secrets in the value of a label.
  public static List<DeclaredSecret> inLabel(String name, String value) {
    return SecretText.inCommand(value).stream()
        .distinct()
        .map(secret -> new DeclaredSecret(secret, Where.LABEL, name))
        .toList();
  }
}
