package dev.plimsoll.cli.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the YAML files that an argument names: a file, a directory with all beneath it, or `-`.
public final class YamlFiles {
  private static final Pattern YAML =
      Pattern.compile(".*\\.(ya?ml|json)", Pattern.CASE_INSENSITIVE);
  private static final long MOST_BYTES = 64L << 20;

  private YamlFiles() {}

  /// A file's name, as people call it, and its content.
  public record Text(String file, String content) {}

  /// The texts behind one argument, a path from `directory`; ends in an `IOException` whose
  /// message is one sentence.
  public static List<Text> texts(String argument, Path directory, InputStream standardInput)
      throws IOException {
    if (argument.equals("-")) {
      return List.of(new Text("-", new String(standardInput.readAllBytes(), UTF_8)));
    }
    Path path = directory.resolve(argument);
    if (!Files.exists(path)) {
      throw new IOException(argument + ": there is no such file");
    }
    if (!Files.isDirectory(path)) {
      return List.of(text(argument, path));
    }
    List<Text> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(YamlFiles::isYaml).sorted().toList()) {
        texts.add(text(Path.of(argument).resolve(path.relativize(file)).toString(), file));
      }
    }
    return texts;
  }

  private static boolean isYaml(Path file) {
    return Files.isRegularFile(file) && YAML.matcher(file.getFileName().toString()).matches();
  }

  private static Text text(String name, Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(name + ": the file is too large to be read");
    }
    try {
      return new Text(name, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IOException(name + ": the file is no text in UTF-8", e);
    } catch (IOException e) {
      throw new IOException(name + ": the file cannot be read", e);
    }
  }
}
