package dev.plimsoll.e2e.parts;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a [RegistryServer] is to be started.
///
/// @param address the IP address it listens at
/// @param storage where it keeps images; null for a temporary directory, which goes with it
/// @param login the one user who may pull and push; null for everyone
/// @param tokens what gives out the tokens that it asks for; null for none
/// @param authority what issues its certificate; null for plain http
/// @param progress gets one line for each step that takes a while
public record RegistrySettings(
    String address,
    @Nullable Path storage,
    @Nullable Login login,
    @Nullable TokenIssuer tokens,
    @Nullable CertificateAuthority authority,
    Consumer<String> progress) {

  /// A user of the registry.
  public record Login(String user, String password) {}

  /// Plain http at 127.0.0.1 without login, empty.
  public static RegistrySettings defaults() {
    return new RegistrySettings("127.0.0.1", null, null, null, null, System.err::println);
  }

  public RegistrySettings withAddress(String address) {
    return new RegistrySettings(address, storage, login, tokens, authority, progress);
  }

  public RegistrySettings withStorage(Path storage) {
    return new RegistrySettings(
        address, storage.toAbsolutePath(), login, tokens, authority, progress);
  }

  public RegistrySettings withLogin(String user, String password) {
    return new RegistrySettings(
        address, storage, new Login(user, password), tokens, authority, progress);
  }

  /// With tokens of this issuer, which must be started first and ended last.
  public RegistrySettings withTokens(TokenIssuer issuer) {
    return new RegistrySettings(address, storage, login, issuer, authority, progress);
  }

  public RegistrySettings withTls(CertificateAuthority authority) {
    return new RegistrySettings(address, storage, login, tokens, authority, progress);
  }

  public RegistrySettings withProgress(Consumer<String> progress) {
    return new RegistrySettings(address, storage, login, tokens, authority, progress);
  }
}
