package dev.plimsoll.layer.unpack;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Intel's ISA-L (`libisal.so.2`, for x86-64 and arm64), the fastest inflate there is, called
/// where it is installed.
///
/// Only the front of its `struct inflate_state` is touched: pointers and counts, which have stood
/// in the same places in all versions of this soname. Before the first use it must inflate what
/// `java.util.zip` deflates, piece by piece; a library that does not is not used.
@SuppressWarnings("restricted") // native access is enabled where it is wanted, see engine()
final class Isal {
  /// Where its first fields stand.
  static final long NEXT_OUT = 0;

  static final long AVAILABLE_OUT = 8;
  static final long NEXT_IN = 16;
  static final long AVAILABLE_IN = 32;
  static final long BITS_READ_AHEAD = 36;

  /// More than twice what any version takes up.
  static final long STATE = 1 << 18;

  private static final String NAME = "libisal.so.2";

  /// Loaded at the first layer, once.
  private static final class Holder {
    private static final Loaded LOADED = load(System.getProperty("plimsoll.isal", NAME));
  }

  /// What came of loading: the library, or why it is not used.
  private record Loaded(@Nullable Isal library, String engine) {}

  private final MethodHandle init;
  private final MethodHandle inflate;

  private Isal(SymbolLookup symbols) {
    Linker linker = Linker.nativeLinker();
    init =
        linker.downcallHandle(
            symbols.findOrThrow("isal_inflate_init"), FunctionDescriptor.ofVoid(ADDRESS));
    inflate =
        linker.downcallHandle(
            symbols.findOrThrow("isal_inflate"), FunctionDescriptor.of(JAVA_INT, ADDRESS));
  }

  /// The library, where it is installed and works.
  static Optional<Isal> library() {
    return Optional.ofNullable(Holder.LOADED.library);
  }

  /// What inflates gzip layers, and why not the library where that is so.
  static String engine() {
    return Holder.LOADED.engine;
  }

  /// Makes a state ready for a new stream.
  void init(MemorySegment state) {
    try {
      init.invokeExact(state);
    } catch (Throwable e) {
      throw new IllegalStateException("a call without a callback does not throw", e);
    }
  }

  /// Goes on where a state stands; less than 0 where the data is broken.
  int inflate(MemorySegment state) {
    try {
      return (int) inflate.invokeExact(state);
    } catch (Throwable e) {
      throw new IllegalStateException("a call without a callback does not throw", e);
    }
  }

  private static Loaded load(String name) {
    if (name.equals("none")) {
      return new Loaded(null, "java.util.zip, as configured");
    }
    try {
      Isal isal = new Isal(SymbolLookup.libraryLookup(name, Arena.global()));
      return IsalTrial.passes(isal)
          ? new Loaded(isal, "ISA-L (" + name + ")")
          : new Loaded(null, "java.util.zip, because " + name + " does not inflate as it should");
    } catch (IllegalArgumentException | java.util.NoSuchElementException _) {
      return new Loaded(null, "java.util.zip, because " + name + " is not installed");
    } catch (IllegalCallerException | UnsupportedOperationException _) {
      return new Loaded(null, "java.util.zip, because native access is not enabled");
    }
  }
}
