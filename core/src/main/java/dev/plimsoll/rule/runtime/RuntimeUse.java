package dev.plimsoll.rule.runtime;

import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.program.Interpreter;
import dev.plimsoll.facts.program.Program;
import dev.plimsoll.facts.program.Script;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.rule.Dependencies;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What in an image uses a language's runtime, or may.
record RuntimeUse(FileFacts files, Dependencies dependencies, LanguageRuntime runtime) {
  /// Scripts that runtimes bring themselves.
  private static final Pattern OWN_SCRIPT =
      Pattern.compile(
          ".*/node_modules/(?:npm|corepack|yarn|pnpm)/.*|.*/lib/(?:python3|ruby/).*"
              + "|.*/bin/(?:pip|2to3|idle|pydoc|python|easy_install|wheel|gem|bundle|erb|irb|rake|racc"
              + "|rdoc|ri|rbs|syntax_suggest|npm|npx|corepack|yarn)[^/]*");

  /// Of one layer and interpreter only one script is known; with more than a runtime brings, some
  /// are an application's.
  private static final int MOST_OWN_SCRIPTS = 12;

  private static final Pattern OWN_LIBRARY =
      Pattern.compile(
          ".*/lib/(?:python3|ruby/|jvm/|server/).*|.*/(?:openjdk|jdk|jre|java)[^/]*/.*");

  private static final Set<String> INSTALLERS =
      Set.of("pip", "setuptools", "wheel", "npm", "corepack", "yarn", "bundler");

  /// Whether what starts, a script, a linked program or another package needs the runtime.
  boolean isCertain() {
    return files.programs().started().stream().anyMatch(this::isStarted)
        || files.programs().interpreters().stream().anyMatch(this::isForOthers)
        || files.programs().programs().stream().anyMatch(this::isLinked)
        || dependencies.isNeededByOthers(runtime::hasPackage);
  }

  /// Whether an image may use it without that showing: an entrypoint script may run anything, and
  /// packages of the language are there for something.
  boolean isPossible() {
    List<Started> started = files.programs().started();
    return started.isEmpty()
        || started.stream().anyMatch(file -> file.path() == null)
        || started.getFirst().executable() instanceof Script
        || files.packages().stream().anyMatch(this::isApplication);
  }

  private boolean isStarted(Started file) {
    return runtime.isProgram(file.name())
        || (file.path() != null && runtime.isProgram(file.path()))
        || (file.owner() != null && runtime.hasPackage(file.owner()));
  }

  private boolean isForOthers(Interpreter interpreter) {
    return runtime.isProgram(interpreter.program())
        && (interpreter.scripts() > MOST_OWN_SCRIPTS
            || !OWN_SCRIPT.matcher(interpreter.example()).matches());
  }

  private boolean isLinked(Program program) {
    return program.elf().needed().stream().anyMatch(runtime::isLibrary)
        && !runtime.isProgram(program.path())
        && !OWN_LIBRARY.matcher(program.path()).matches();
  }

  private boolean isApplication(InstalledPackage one) {
    return one.present()
        && one.suppliedBy() == null
        && runtime.isLanguageOf(one.name())
        && !INSTALLERS.contains(one.name().name())
        && !one.location().contains("/node_modules/npm/")
        && !one.location().contains("/node_modules/corepack/");
  }
}
