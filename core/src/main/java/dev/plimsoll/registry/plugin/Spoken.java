package dev.plimsoll.registry.plugin;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.registry.LoginPattern;
import java.util.Comparator;
import java.util.List;

/// What a credential provider said: logins by the images that they are for, or why none.
record Spoken(List<Auth> auths, List<String> remarks) {

  /// A login, and what it opens.
  record Auth(LoginPattern pattern, Login login) {}

  Spoken {
    auths = List.copyOf(auths);
    remarks = List.copyOf(remarks);
  }

  static Spoken unasked(String why) {
    return new Spoken(List.of(), List.of(why));
  }

  /// The logins for one image, that for the longest path first.
  Logins loginsFor(Reference reference) {
    List<Login> logins =
        auths.stream()
            .filter(auth -> auth.pattern.matches(reference))
            .sorted(Comparator.comparingInt((Auth a) -> a.pattern.path().length()).reversed())
            .map(Auth::login)
            .distinct()
            .toList();
    return new Logins(logins, remarks);
  }
}
