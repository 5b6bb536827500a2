package dev.plimsoll.prediction.need;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Relations.Need;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosureTest {
  private static final List<String> NOTHING = List.of();

  @Test
  void followsWhatPackagesDependOnAndStopsAtCircles() {
    Installed installed =
        installed(
            FactsBuilder.image()
                .layer(1, null)
                .installed("web", List.of("library"))
                .installed("library", List.of("libc", "web"))
                .installed("libc", NOTHING)
                .installed("gcc", List.of("libc")));

    Closure closure = Closure.of(installed, List.of(dpkg("web")));

    assertThat(closure.packages()).containsExactly(dpkg("libc"), dpkg("library"), dpkg("web"));
    assertThat(closure.unmet()).isEmpty();
  }

  @Test
  void followsPreDependsButNotRecommends() {
    Relations relations =
        new Relations(List.of(), List.of(Need.of("before")), List.of(Need.of("nice")), List.of());
    Installed installed =
        installed(
            FactsBuilder.image()
                .layer(1, null)
                .installed(PackageRecord.of(Ecosystem.DPKG, "web", "1").needing(relations))
                .installed("before", NOTHING)
                .installed("nice", NOTHING));

    assertThat(Closure.of(installed, List.of(dpkg("web"))).packages())
        .containsExactly(dpkg("before"), dpkg("web"));
  }

  @Test
  void takesTheFirstAlternativeThatIsThere() {
    Relations either =
        new Relations(
            List.of(new Need(List.of("absent", "second", "third"))),
            List.of(),
            List.of(),
            List.of());
    Installed installed =
        installed(
            FactsBuilder.image()
                .layer(1, null)
                .installed(PackageRecord.of(Ecosystem.DPKG, "web", "1").needing(either))
                .installed("second", NOTHING)
                .installed("third", NOTHING));

    assertThat(Closure.of(installed, List.of(dpkg("web"))).packages())
        .containsExactly(dpkg("second"), dpkg("web"));
  }

  @Test
  void findsWhatAlpineAndRpmAskForByProvidedNames() {
    for (Ecosystem ecosystem : List.of(Ecosystem.APK, Ecosystem.RPM)) {
      String library = ecosystem == Ecosystem.APK ? "so:libpq.so.5" : "libpq.so.5()(64bit)";
      PackageRecord provider =
          PackageRecord.of(ecosystem, "libpq", "1")
              .needing(new Relations(List.of(), List.of(), List.of(), List.of(library)));
      PackageRecord user =
          PackageRecord.of(ecosystem, "psql", "1").needing(Relations.on(List.of(library)));
      Installed installed =
          installed(FactsBuilder.image().layer(1, null).installed(provider).installed(user));

      assertThat(Closure.of(installed, List.of(user.name())).packages())
          .containsExactly(provider.name(), user.name());
    }
  }

  @Test
  void saysWhatNoPackageMeets() {
    Installed installed =
        installed(FactsBuilder.image().layer(1, null).installed("web", List.of("gone", "/bin/sh")));

    assertThat(Closure.of(installed, List.of(dpkg("web"))).unmet()).containsExactly("gone of web");
  }

  @Test
  void doesNotLookBehindWhatIsNotAllowed() {
    Installed installed =
        installed(
            FactsBuilder.image()
                .layer(1, null)
                .installed("web", List.of("shell"))
                .installed("shell", List.of("readline"))
                .installed("readline", NOTHING));

    assertThat(
            Closure.of(installed, List.of(dpkg("web")), name -> !name.equals(dpkg("shell")))
                .packages())
        .containsExactly(dpkg("web"));
  }

  private static Installed installed(FactsBuilder image) {
    Facts facts = image.facts();
    return Installed.in(facts.files().orElseThrow());
  }

  private static PackageName dpkg(String name) {
    return new PackageName(Ecosystem.DPKG, name);
  }
}
