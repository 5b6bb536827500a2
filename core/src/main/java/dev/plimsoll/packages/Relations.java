package dev.plimsoll.packages;

import java.util.List;

/// What a package needs of others, by their names; versions are left out.
///
/// `preDepends` must be there before it can be installed, `depends` before it works. `recommends`
/// usually come with it. `provides` are names under which others may ask for it.
public record Relations(
    List<Need> depends, List<Need> preDepends, List<Need> recommends, List<String> provides) {
  public static final Relations NONE = new Relations(List.of(), List.of(), List.of(), List.of());

  public Relations {
    depends = List.copyOf(depends);
    preDepends = List.copyOf(preDepends);
    recommends = List.copyOf(recommends);
    provides = List.copyOf(provides);
  }

  /// Relations that are dependencies alone.
  public static Relations on(List<String> names) {
    List<Need> depends = names.stream().map(Need::of).toList();
    return new Relations(depends, List.of(), List.of(), List.of());
  }

  /// A need that any one of these names meets.
  public record Need(List<String> anyOf) {
    public Need {
      anyOf = List.copyOf(anyOf);
    }

    public static Need of(String name) {
      return new Need(List.of(name));
    }

    @Override
    public String toString() {
      return String.join(" | ", anyOf);
    }
  }
}
