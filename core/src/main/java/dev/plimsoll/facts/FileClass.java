package dev.plimsoll.facts;

/// What a file is for, as far as its path tells; a file that is nothing special is [#OTHER].
///
/// A class says nothing about whether the file should be there: whose it is, in which layer it
/// came and what else is around decide that, in rules.
public enum FileClass {
  COMPILER("compilers"),
  VERSION_CONTROL("version control"),
  HEADER("headers"),
  MAN_PAGE("man pages"),
  INFO_PAGE("info pages"),
  DOCUMENTATION("documentation"),
  LOCALE("locales"),

  /// make, cmake, autoconf and their like.
  BUILD_SYSTEM("build systems"),
  /// What a JDK has beyond its compiler and a JRE does not: modules, signatures, tools.
  JDK("parts of a JDK"),
  /// The rest of a directory that Java is installed in, be it a JDK or a JRE.
  JAVA_RUNTIME("Java runtimes"),
  /// poetry, Maven, Gradle, cargo: what builds or resolves an application's dependencies.
  LANGUAGE_BUILD_TOOL("language build tools"),
  PACKAGE_MANAGER("package managers"),
  SHELL("shells"),
  /// What people use who look into a running container, and attackers too.
  DEBUG_TOOL("debugging and network tools"),

  APT_LISTS("apt's package lists"),
  APT_ARCHIVES("apt's downloaded packages"),
  APK_CACHE("apk's cache"),
  YUM_CACHE("the cache of yum, dnf or zypper"),
  PIP_CACHE("caches of Python installers"),
  NPM_CACHE("npm's cache"),
  YARN_CACHE("caches of yarn and pnpm"),
  GEM_CACHE("downloaded gems"),
  MAVEN_REPOSITORY("Maven's local repository"),
  GRADLE_CACHE("Gradle's cache"),
  GO_BUILD_CACHE("Go's build and module caches"),
  CARGO_REGISTRY("cargo's registry"),
  COMPOSER_CACHE("Composer's cache"),

  /// `.git` and its like, with all that is in them.
  VCS_DIRECTORY("version control directories"),
  /// What belongs into a `.dockerignore`: build descriptions, editors' settings.
  DOCKERIGNORE_LEFTOVER("files of the build context"),
  TEST_CACHE("leftovers of tests and linters"),
  BYTECODE("Python bytecode"),
  BUILD_LEFTOVER("leftovers of builds"),
  /// What the kernel writes where a program crashes.
  CORE_DUMP("core dumps"),
  /// The application's own tests, not those of what it installs.
  APPLICATION_TESTS("the application's tests"),
  /// The application's own documentation; its `README.md` and licences are none.
  APPLICATION_DOCS("the application's documentation"),
  SOURCE_MAP("source maps"),
  LOG("logs"),

  OTHER("other files");

  private final String plural;

  FileClass(String plural) {
    this.plural = plural;
  }

  public String plural() {
    return plural;
  }

  /// Whether it is what a package manager keeps to be faster next time.
  public boolean isCache() {
    return compareTo(APT_LISTS) >= 0 && compareTo(COMPOSER_CACHE) <= 0;
  }
}
