package dev.plimsoll.api.v1alpha1;

import java.util.Locale;

/// Constants as the API writes them.
final class ApiName {
  private ApiName() {}

  /// `Medium` for `MEDIUM`; of constants that are one word.
  static String of(Enum<?> constant) {
    return constant.name().charAt(0) + constant.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
