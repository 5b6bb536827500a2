package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Scripts as Dockerfiles hold them, taken apart.
class ShellCommandsTest {
  @Test
  void splitsAtOperatorsAndLineEnds() {
    assertThat(shown("a 1 && b || c; d | e\nf & g |& h"))
        .isEqualTo("[a 1] [b] [c] [d] [e] [f] [g] [h]");
    assertThat(shown("set -eux; \tapt-get update;\n apt-get install -y \\\n curl \\\n wget"))
        .isEqualTo("[set -eux] [apt-get update] [apt-get install -y curl wget]");
    assertThat(shown("(cd /x && make)")).isEqualTo("[cd /x] [make]");
    assertThat(shown("")).isEmpty();
  }

  @Test
  void respectsQuotes() {
    assertThat(ShellCommands.in("echo 'a && b; c' \"d \\\" | e\" f\\ g ''"))
        .containsExactly(List.of("echo", "a && b; c", "d \" | e", "f g", ""));
    assertThat(shown("echo 'never closed && x")).isEqualTo("[echo never closed && x]");
  }

  @Test
  void leavesOutAssignmentsRedirectionsAndComments() {
    assertThat(shown("DEBIAN_FRONTEND=noninteractive apt-get update > /dev/null 2>&1 && x"))
        .isEqualTo("[apt-get update] [x]");
    assertThat(shown("a >>log 2>/dev/null <in b &>out c")).isEqualTo("[a b c]");
    assertThat(shown("A=1")).isEmpty();
    assertThat(shown("# apt-get update\nmake x#y # z")).isEqualTo("[make x#y]");
    assertThat(shown("sudo apt-get update; env A=b make; exec -a x y"))
        .isEqualTo("[apt-get update] [make] [exec -a x y]");
  }

  @Test
  void looksIntoConditionsAndLoops() {
    assertThat(shown("if ! test -f x; then make; else cmake; fi; for i in a b; do run $i; done"))
        .isEqualTo("[test -f x] [make] [cmake] [run $i]");
  }

  @Test
  void looksIntoSubstitutionsAndShellsWithinShells() {
    assertThat(shown("A=$(curl -s \"$(cat url)\") make"))
        .isEqualTo("[cat url] [curl -s $(cat url)] [make]");
    assertThat(shown("echo `date` \"at $(hostname)\""))
        .isEqualTo("[date] [hostname] [echo $(date) at $(hostname)]");
    assertThat(shown("bash -exc 'apt-get update && make'")).isEqualTo("[apt-get update] [make]");
    assertThat(shown("bash script.sh")).isEqualTo("[bash script.sh]");
  }

  @Test
  void tellsDocumentsFromScripts() {
    assertThat(shown("cat <<'EOF' > /etc/x\napt-get update\nEOF\nmake")).isEqualTo("[cat] [make]");
    assertThat(shown("bash <<-EOF\n\tapt-get update\n\tEOF\nmake"))
        .isEqualTo("[bash] [apt-get update] [make]");
    assertThat(shown("<<EOF\napt-get update\nEOF\n")).isEqualTo("[apt-get update]");
    assertThat(shown("cat <<EOF\nnever closed")).isEqualTo("[cat]");
    assertThat(shown("tr a b <<<x; make")).isEqualTo("[tr a b] [make]");
  }

  @Test
  void staysSmallWhateverItIsGiven() {
    assertThat(ShellCommands.in("a;".repeat(30_000))).hasSize(1_000);
    assertThat(ShellCommands.in("a ".repeat(30_000)).getFirst()).hasSizeLessThanOrEqualTo(10_000);
    assertThat(ShellCommands.in("$(".repeat(30_000))).isNotNull();
    assertThat(ShellCommands.in("\"$(".repeat(20_000))).isNotNull();
    assertThat(ShellCommands.in("cat <<E\n".repeat(8_000))).isNotNull();
    assertThat(ShellCommands.in("<<E\n".repeat(16_000))).isNotNull();
    assertThat(ShellCommands.in("sh -c '".repeat(9_000))).isNotNull();
  }

  private static String shown(String script) {
    return ShellCommands.in(script).stream()
        .map(words -> "[" + String.join(" ", words) + "]")
        .collect(Collectors.joining(" "));
  }
}
