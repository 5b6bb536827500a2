package dev.plimsoll.facts;

/// What a file is for, as far as its path tells; a file that is nothing special is [#OTHER].
public enum FileClass {
  COMPILER("compilers"),
  VERSION_CONTROL("version control"),
  HEADER("headers"),
  MAN_PAGE("man pages"),
  INFO_PAGE("info pages"),
  DOCUMENTATION("documentation"),
  LOCALE("locales"),
  OTHER("other files");

  private final String plural;

  FileClass(String plural) {
    this.plural = plural;
  }

  public String plural() {
    return plural;
  }
}
