package dev.plimsoll.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.cache.CacheDirectory.Counts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept in a directory, who may see it, and what becomes of it when things go wrong.
class CacheDirectoryTest {
  private static final Bytes ROOM = Bytes.ofMebi(8);

  @TempDir Path parent;

  /// Bytes as they are.
  private static final Form<byte[]> BYTES =
      new Form<>() {
        @Override
        public void write(byte[] thing, DataOutputStream out) throws IOException {
          out.writeInt(thing.length);
          out.write(thing);
        }

        @Override
        public byte[] read(DataInputStream in) throws IOException {
          return in.readNBytes(in.readInt());
        }
      };

  @Test
  void keepsThingsForOtherProcesses() throws IOException {
    open().write(key("a"), new byte[] {1, 2, 3}, BYTES);
    CacheDirectory other = open();
    assertThat(other.read(key("a"), BYTES)).contains(new byte[] {1, 2, 3});
    assertThat(other.read(key("b"), BYTES)).isEmpty();
    assertThat(other.counts()).isEqualTo(new Counts(1, 1, 0, 0));
  }

  @Test
  void showsNothingToOthers() throws IOException {
    open().write(key("a"), new byte[] {1}, BYTES);
    for (Path path : all()) {
      String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .as(path.toString())
          .isEqualTo(expected);
    }
    assertThat(all()).hasSize(3);
  }

  @Test
  void closesADirectoryThatWasOpenToOthers() throws IOException {
    Path directory = Files.createDirectory(parent.resolve("plimsoll-cache"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    open();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void refusesADirectoryThatLeadsElsewhere() throws IOException {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createSymbolicLink(parent.resolve("plimsoll-cache"), elsewhere);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::open)
        .withMessageStartingWith("the cache directory " + parent + " cannot be used")
        .withMessageEndingWith("name one that this process may write, or none");
  }

  @Test
  void followsNoLinkInPlaceOfAFile() throws IOException {
    CacheDirectory cache = open();
    cache.write(key("a"), new byte[] {1}, BYTES);
    Path file = file();
    Path moved = Files.move(file, parent.resolve("moved"));
    Files.createSymbolicLink(file, moved);
    assertThat(cache.read(key("a"), BYTES)).isEmpty();
    assertThat(moved).exists();
    assertThat(file).doesNotExist();
  }

  @Test
  void healsWhateverIsDamaged() throws IOException {
    byte[] thing = "evidence".repeat(50).getBytes(UTF_8);
    CacheDirectory cache = open();
    cache.write(key("a"), thing, BYTES);
    byte[] whole = Files.readAllBytes(file());
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 500; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file(), damaged);
      assertThat(cache.read(key("a"), BYTES)).isEmpty();
      assertThat(all()).noneMatch(Files::isRegularFile);
      cache.write(key("a"), thing, BYTES);
      assertThat(cache.read(key("a"), BYTES)).contains(thing);
    }
    assertThat(cache.counts().damaged()).isEqualTo(500);
  }

  @Test
  void missesWhatIsCutOffOrEmpty() throws IOException {
    CacheDirectory cache = open();
    cache.write(key("a"), new byte[100], BYTES);
    Path file = file();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(cache.read(key("a"), BYTES)).isEmpty();
    }
  }

  @Test
  void missesAnotherVersionKindOrThing() throws IOException {
    CacheDirectory cache = open();
    cache.write(key("a"), new byte[] {1}, BYTES);
    byte[] whole = Files.readAllBytes(file());
    CacheKey newer = new CacheKey("layer", "2", digest("a"));
    CacheKey other = new CacheKey("files", "1", digest("a"));
    for (CacheKey key : List.of(newer, other, key("b"))) {
      assertThat(cache.read(key, BYTES)).isEmpty();
      Path place = parent.resolve("plimsoll-cache").resolve(key.directory());
      Files.createDirectories(place);
      Files.write(place.resolve(key.fileName()), whole);
      assertThat(cache.read(key, BYTES)).as("the same file under another name").isEmpty();
    }
    assertThat(cache.read(key("a"), BYTES)).isPresent();
  }

  @Test
  void takesNoWordsForNames() {
    for (String word : List.of("", "../x", "a/b", "A", "a".repeat(50), "a-b-c")) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> new CacheKey(word, "1", digest("a")));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> new CacheKey("layer", word, digest("a")));
    }
  }

  @Test
  void staysWithinItsRoomAndKeepsWhatIsUsed() throws IOException {
    CacheDirectory cache = open();
    SplittableRandom random = new SplittableRandom(1);
    cache.write(key("used"), new byte[] {1}, BYTES);
    for (int i = 0; i < 200; i++) {
      byte[] thing = new byte[100_000];
      random.nextBytes(thing);
      cache.write(key("thing " + i), thing, BYTES);
      // Everything but what is used grows a day older.
      for (Path path : all()) {
        FileTime time = Files.getLastModifiedTime(path);
        Files.setLastModifiedTime(path, FileTime.from(time.toInstant().minus(Duration.ofDays(1))));
      }
      assertThat(cache.read(key("used"), BYTES)).isPresent();
      assertThat(size()).isLessThanOrEqualTo(ROOM.count());
    }
    assertThat(size()).isGreaterThan(ROOM.count() / 2);
    assertThat(cache.read(key("thing 0"), BYTES)).isEmpty();
    assertThat(cache.read(key("thing 199"), BYTES)).isPresent();
  }

  @Test
  void keepsNothingThatIsTooLarge() throws IOException {
    CacheDirectory cache = open();
    byte[] thing = new byte[1 << 20];
    new SplittableRandom(1).nextBytes(thing);
    cache.write(key("a"), thing, BYTES);
    assertThat(cache.counts().unwritten()).isEqualTo(1);
    assertThat(all()).noneMatch(Files::isRegularFile);
  }

  @Test
  void removesWhatAnEndedProcessLeftBehind() throws IOException {
    CacheDirectory cache = open();
    cache.write(key("a"), new byte[] {1}, BYTES);
    Path left = file().resolveSibling("part-x");
    Files.write(left, new byte[10]);
    open();
    assertThat(left).as("it may still be written").exists();
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(7200)));
    open();
    assertThat(left).doesNotExist();
    assertThat(open().read(key("a"), BYTES)).isPresent();
  }

  @Test
  void goesOnWithoutADirectory() throws IOException {
    CacheDirectory cache = open();
    Files.delete(parent.resolve("plimsoll-cache"));
    cache.write(key("a"), new byte[] {1}, BYTES);
    assertThat(cache.read(key("a"), BYTES)).isEmpty();
    assertThat(cache.counts()).isEqualTo(new Counts(0, 1, 0, 1));
  }

  /// Several write the same few things at once, while others read them and the room is short.
  @Test
  void readersSeeAWholeThingOrNone() throws Exception {
    Bytes little = new Bytes(300_000);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> all =
          IntStream.range(0, 8).mapToObj(i -> threads.submit(() -> shareWith(i, little))).toList();
      int found = 0;
      for (Future<Integer> one : all) {
        found += one.get();
      }
      assertThat(found).isPositive();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private int shareWith(int number, Bytes little) throws IOException {
    CacheDirectory cache = CacheDirectory.open(parent, little);
    SplittableRandom random = new SplittableRandom(number);
    int found = 0;
    for (int i = 0; i < 300; i++) {
      int which = random.nextInt(40);
      byte[] thing = new byte[10_000];
      new SplittableRandom(which).nextBytes(thing);
      if (random.nextBoolean()) {
        cache.write(key("thing " + which), thing, BYTES);
      } else {
        byte[] read = cache.read(key("thing " + which), BYTES).orElse(null);
        assertThat(read == null || Arrays.equals(read, thing)).isTrue();
        found += read == null ? 0 : 1;
      }
    }
    assertThat(cache.counts().damaged()).isZero();
    return found;
  }

  private CacheDirectory open() throws IOException {
    return CacheDirectory.open(parent, ROOM);
  }

  private static CacheKey key(String name) {
    return new CacheKey("layer", "1", digest(name));
  }

  private static Digest digest(String name) {
    return TestImage.digestOf(name.getBytes(UTF_8));
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> paths = Files.walk(parent.resolve("plimsoll-cache"))) {
      return paths.toList();
    }
  }

  private Path file() throws IOException {
    return all().stream()
        .filter(path -> path.getFileName().toString().startsWith("sha256-"))
        .findFirst()
        .orElseGet(() -> parent.resolve("plimsoll-cache/layer-1").resolve(key("a").fileName()));
  }

  private long size() throws IOException {
    long size = 0;
    for (Path path : all()) {
      size += Files.isRegularFile(path) ? Files.size(path) : 0;
    }
    return size;
  }
}
