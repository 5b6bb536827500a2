package dev.plimsoll.rule.runtime;

import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A runtime of a language: the packages of operating systems that make it up, its programs and its
/// library.
enum LanguageRuntime {
  PYTHON(
      "Python",
      Ecosystem.PYTHON,
      "python3?(?:\\.\\d+|\\d+)?(?:-minimal)?",
      "(?:lib)?python\\d?(?:[.\\d]+)?(?:-.+)?|py3-.+|python-is-python3",
      "python\\d?(?:\\.\\d+)?|pypy\\d?",
      "libpython"),
  NODE(
      "Node.js",
      Ecosystem.NPM,
      "nodejs(?:-current)?",
      "nodejs.*|npm|node-.+|libnode.*",
      "node|nodejs",
      "libnode"),
  JAVA(
      "Java",
      Ecosystem.MAVEN,
      "openjdk-?\\d+-(?:jre|jdk).*|java-.+-openjdk.*|temurin-.+",
      "openjdk.*|default-j(?:re|dk).*|java-.*|ca-certificates-java|temurin-.+|libatk-wrapper-java.*",
      "java",
      "libjvm"),
  RUBY(
      "Ruby",
      Ecosystem.GEM,
      "ruby(?:\\d[.\\d]*)?",
      "ruby.*|libruby.*|rubygems.*",
      "ruby[.\\d]*",
      "libruby"),
  PHP(
      "PHP",
      Ecosystem.COMPOSER,
      "php[.\\d]*(?:-(?:cli|common|fpm))?",
      "php.*|libphp.*|libapache2-mod-php.*",
      "php(?:-fpm|-cgi)?[.\\d]*",
      "libphp"),
  /// perl-base, which Debian cannot do without, is no part of it.
  PERL(
      "Perl", null, "perl", "perl|perl-(?!base$).+|libperl.*|lib.+-perl", "perl[.\\d]*", "libperl");

  private final String title;
  private final @Nullable Ecosystem ecosystem;
  private final Pattern core;
  private final Pattern parts;
  private final Pattern programs;
  private final String library;

  LanguageRuntime(
      String title,
      @Nullable Ecosystem ecosystem,
      String core,
      String parts,
      String programs,
      String library) {
    this.title = title;
    this.ecosystem = ecosystem;
    this.core = Pattern.compile(core);
    this.parts = Pattern.compile(parts);
    this.programs = Pattern.compile(programs);
    this.library = library;
  }

  String title() {
    return title;
  }

  /// Whether a package brings the program that runs the language.
  boolean isCore(PackageName name) {
    return name.ecosystem().isOperatingSystem() && core.matcher(name.name()).matches();
  }

  /// Whether a package is part of the runtime, its libraries and modules included.
  boolean hasPackage(PackageName name) {
    return name.ecosystem().isOperatingSystem()
        && (isCore(name) || parts.matcher(name.name()).matches());
  }

  /// Whether a path or name is that of a program that runs the language.
  boolean isProgram(String path) {
    return programs.matcher(path.substring(path.lastIndexOf('/') + 1)).matches();
  }

  boolean isLibrary(String name) {
    return name.startsWith(library);
  }

  /// Whether a package is written in the language.
  boolean isLanguageOf(PackageName name) {
    return name.ecosystem() == ecosystem;
  }
}
