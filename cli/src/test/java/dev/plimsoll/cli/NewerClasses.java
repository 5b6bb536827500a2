package dev.plimsoll.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes a jar anew whose classes are in a format that ahead-of-time caches take: what was
/// compiled for Java 5 has no stack maps, and Java reads and verifies it at each start.
final class NewerClasses {
  private static final int STACK_MAPS_SINCE = ClassFile.JAVA_6_VERSION;
  private static final int NEWER = ClassFile.JAVA_8_VERSION;

  private final ZipFile jar;
  private final ClassFile classes;

  private NewerClasses(ZipFile jar) {
    this.jar = jar;
    this.classes =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this::find)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /// Rewrites the jar that the argument names.
  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Path newer = Path.of(arguments[0] + ".new");
    write(jar, newer);
    Files.move(newer, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Writes to `target` what `jar` has, in the same order and with the same times.
  static void write(Path jar, Path target) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(target);
        ZipOutputStream to = new ZipOutputStream(file)) {
      NewerClasses newer = new NewerClasses(from);
      List<? extends ZipEntry> entries = Collections.list(from.entries());
      for (ZipEntry entry : entries) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        to.write(newer.bytes(entry));
      }
    }
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return entry.getName().endsWith(".class") ? newer(bytes) : bytes;
    }
  }

  private byte[] newer(byte[] bytes) {
    ClassModel model = classes.parse(bytes);
    return model.majorVersion() >= STACK_MAPS_SINCE
        ? bytes
        : classes.transformClass(
            model,
            ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                .andThen(ClassTransform.endHandler(type -> type.withVersion(NEWER, 0))));
  }

  private @Nullable InputStream find(ClassDesc type) {
    String descriptor = type.descriptorString();
    ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
