package dev.plimsoll.facts;

import java.util.Set;

/// The variables that decide between production and development: the only ones whose values
/// rules ask for, so that no other value is kept of an image or a Pod.
public final class ModeVariables {
  public static final Set<String> NAMES =
      Set.of(
          "FLASK_DEBUG",
          "FLASK_ENV",
          "DJANGO_DEBUG",
          "NODE_ENV",
          "RAILS_ENV",
          "RACK_ENV",
          "APP_ENV",
          "APP_DEBUG",
          "NODE_OPTIONS",
          "JAVA_TOOL_OPTIONS",
          "JAVA_OPTS",
          "ASPNETCORE_ENVIRONMENT");

  private ModeVariables() {}
}
