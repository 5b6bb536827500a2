package dev.plimsoll.e2e.parts;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a [RegistryServer] is to be started.
///
/// @param address the IP address it listens at
/// @param storage where it keeps images; null for a temporary directory, which goes with it
/// @param login the one user who may pull and push; null for everyone
/// @param authority what issues its certificate; null for plain http
/// @param progress gets one line for each step that takes a while
public record RegistrySettings(
    String address,
    @Nullable Path storage,
    @Nullable Login login,
    @Nullable CertificateAuthority authority,
    Consumer<String> progress) {

  /// A user of the registry.
  public record Login(String user, String password) {}

  /// Plain http at 127.0.0.1 without login, empty.
  public static RegistrySettings defaults() {
    return new RegistrySettings("127.0.0.1", null, null, null, System.err::println);
  }

  public RegistrySettings withAddress(String address) {
    return new RegistrySettings(address, storage, login, authority, progress);
  }

  public RegistrySettings withStorage(Path storage) {
    return new RegistrySettings(address, storage.toAbsolutePath(), login, authority, progress);
  }

  public RegistrySettings withLogin(String user, String password) {
    return new RegistrySettings(address, storage, new Login(user, password), authority, progress);
  }

  public RegistrySettings withTls(CertificateAuthority authority) {
    return new RegistrySettings(address, storage, login, authority, progress);
  }

  public RegistrySettings withProgress(Consumer<String> progress) {
    return new RegistrySettings(address, storage, login, authority, progress);
  }
}
