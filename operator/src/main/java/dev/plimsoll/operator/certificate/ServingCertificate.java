package dev.plimsoll.operator.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A certificate to serve with: its chain (its own first), its key, and the authorities to trust
/// it by.
record ServingCertificate(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
  private static final int SUBJECT_ALTERNATIVE_NAME = 1;

  ServingCertificate {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
    if (chain.isEmpty() || authorities.isEmpty()) {
      throw new IllegalArgumentException("a certificate and its authority are needed");
    }
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  Instant notBefore() {
    return certificate().getNotBefore().toInstant();
  }

  Instant notAfter() {
    return certificate().getNotAfter().toInstant();
  }

  /// Whether two thirds of its time are over.
  boolean isToBeRenewedAt(Instant now) {
    Duration third = Duration.between(notBefore(), notAfter()).dividedBy(3);
    return !now.isBefore(notAfter().minus(third));
  }

  /// The same, with another one's authorities behind its own, as far as they are still valid.
  ServingCertificate alsoTrusting(ServingCertificate other, Instant now) {
    List<X509Certificate> all =
        Stream.concat(
                authorities.stream(),
                other.authorities.stream()
                    .filter(authority -> now.isBefore(authority.getNotAfter().toInstant())))
            .distinct()
            .toList();
    return new ServingCertificate(chain, key, all);
  }

  /// What makes the certificate unusable by clients that call any of `names`; empty where it is
  /// good.
  Optional<String> fault(Set<String> names, Instant now) {
    if (now.isBefore(notBefore())) {
      return Optional.of("is not valid before " + notBefore());
    }
    if (!now.isBefore(notAfter())) {
      return Optional.of("has expired at " + notAfter());
    }
    if (!keyFits()) {
      return Optional.of("does not belong to the private key beside it");
    }
    if (authorities.stream().noneMatch(this::isSignedBy)) {
      return Optional.of("was signed by none of the authorities beside it");
    }
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(coveredNames());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("does not cover " + String.join(", ", missing));
  }

  /// The same as a key store, under the password given.
  KeyStore asKeyStore(char[] password) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException("an empty key store cannot be made", e);
    }
    store.setKeyEntry("webhook", key, password, chain.toArray(X509Certificate[]::new));
    return store;
  }

  private boolean keyFits() {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = {'p', 'l', 'i', 'm', 's', 'o', 'l', 'l'};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certificate().getPublicKey());
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /// Through intermediates where the chain has some.
  private boolean isSignedBy(X509Certificate authority) {
    try {
      for (int i = 1; i < chain.size(); i++) {
        chain.get(i - 1).verify(chain.get(i).getPublicKey());
      }
      chain.getLast().verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private Set<String> coveredNames() {
    try {
      Collection<List<?>> names = certificate().getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream()
              .map(name -> String.valueOf(name.get(SUBJECT_ALTERNATIVE_NAME)))
              .collect(Collectors.toUnmodifiableSet());
    } catch (CertificateParsingException _) {
      return Set.of();
    }
  }
}
