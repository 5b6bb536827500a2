package dev.plimsoll.operator.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Gives each handshake the certificate that counts when it begins.
///
/// So the server's TLS options stay as they are when the certificate changes: Vert.x turns away who
/// comes while they are being replaced. The same objects are given each time: by them Netty knows
/// that it has the key in its native form already.
final class ServingKey extends X509ExtendedKeyManager {
  private record Shown(String alias, ServingCertificate certificate) {}

  /// What is shown, and before it what handshakes may have begun with.
  private volatile List<Shown> shown = List.of();

  private int count;

  synchronized void show(ServingCertificate certificate) {
    shown =
        Stream.concat(
                Stream.of(new Shown("webhook-" + count++, certificate)), shown.stream().limit(1))
            .toList();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = alias(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return of(alias).map(known -> known.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return of(alias).map(ServingCertificate::key).orElse(null);
  }

  /// The webhook is nobody's client.
  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  private @Nullable String alias(String keyType) {
    return shown.stream()
        .limit(1)
        .filter(each -> each.certificate().key().getAlgorithm().equals(keyType))
        .map(Shown::alias)
        .findFirst()
        .orElse(null);
  }

  private Optional<ServingCertificate> of(String alias) {
    return shown.stream()
        .filter(each -> each.alias().equals(alias))
        .map(Shown::certificate)
        .findFirst();
  }
}
