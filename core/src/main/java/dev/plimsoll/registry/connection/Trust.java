package dev.plimsoll.registry.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates a host may show: those of the authorities that this machine trusts, of
/// `authorities` too, or, with `anyone`, any at all.
public record Trust(List<X509Certificate> authorities, boolean anyone) {
  /// The authorities that this machine trusts.
  public static final Trust SYSTEM = new Trust(List.of(), false);

  /// No certificate is looked at: whoever sits on the way can read and change all that passes.
  public static final Trust ANYONE = new Trust(List.of(), true);

  public Trust {
    authorities = List.copyOf(authorities);
  }

  /// Trusts the certificates of a PEM file too; throws an `IllegalArgumentException` that says
  /// what is wrong with it.
  public static Trust alsoIn(byte[] pem) {
    List<X509Certificate> read = new ArrayList<>();
    try {
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        read.add((X509Certificate) each);
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "it holds something else than certificates in PEM (-----BEGIN CERTIFICATE-----)", e);
    }
    if (read.isEmpty()) {
      throw new IllegalArgumentException(
          "it holds no certificate; put the authority's there, in PEM");
    }
    return new Trust(read, false);
  }

  /// What a TLS client is made with; null for this machine's own.
  public @Nullable SSLContext context() {
    return anyone || !authorities.isEmpty() ? context(new KeyManager[0]) : null;
  }

  /// The same for a client that shows a certificate of its own, from `keys`, to who asks for one.
  public SSLContext context(KeyManager[] keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, anyone ? new TrustManager[] {new Everyone()} : managers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates that were read can be trusted", e);
    }
  }

  private TrustManager[] managers() throws GeneralSecurityException, IOException {
    TrustManagerFactory system =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    system.init((KeyStore) null);
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null);
    int number = 0;
    for (TrustManager manager : system.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        for (X509Certificate each : x509.getAcceptedIssuers()) {
          all.setCertificateEntry("system-" + number++, each);
        }
      }
    }
    for (X509Certificate each : authorities) {
      all.setCertificateEntry("given-" + number++, each);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(all);
    return factory.getTrustManagers();
  }

  /// Believes every certificate, of whatever host: an extended manager is asked for the name too.
  private static final class Everyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
