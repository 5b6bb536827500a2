package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of our own, which lives as long as the parts that trust it.
public final class CertificateAuthority {
  private static final Duration VALIDITY = Duration.ofDays(30);

  private final X500Name name;
  private final KeyPair key;
  private final X509CertificateHolder certificate;

  /// A certificate and its private key, both PEM; the key is PKCS #8.
  public record Pair(String certificate, String privateKey) {

    /// Writes `<name>.crt` and `<name>.key` into `directory`.
    public PemFiles writeTo(Path directory, String name) {
      var files = new PemFiles(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
      writePrivately(files.certificate(), certificate);
      writePrivately(files.privateKey(), privateKey);
      return files;
    }
  }

  /// Where a [Pair] was written to.
  public record PemFiles(Path certificate, Path privateKey) {}

  public CertificateAuthority(String commonName) {
    name = new X500Name("CN=" + commonName);
    key = newKey();
    certificate = sign(name, key, List.of(), true);
  }

  /// The certificate that makes others trust what this authority issued, PEM.
  public String certificate() {
    return pem(certificate);
  }

  /// A certificate for a server at `hosts` (names and IP addresses).
  public Pair issueForServer(String commonName, List<String> hosts) {
    return issue(new X500Name("CN=" + commonName), hosts, newKey());
  }

  /// A certificate by which a client says who it is: to Kubernetes, a user in a group. Its key is
  /// RSA, since fabric8's client reads no others in PKCS #8.
  Pair issueForClient(String user, String group) {
    var rsa = newKey("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    return issue(new X500Name("O=" + group + ",CN=" + user), List.of(), rsa);
  }

  /// A context that trusts this authority and no other.
  public SSLContext sslContext() {
    try {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null);
      trusted.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("A fresh certificate cannot be trusted", e);
    }
  }

  /// A context for a server at `hosts` whose certificate ended yesterday.
  public SSLContext expiredServerContext(List<String> hosts) {
    try {
      var own = newKey();
      var subject = new X500Name("CN=expired");
      var ended = sign(subject, own, hosts, false, Instant.now().minus(Duration.ofDays(1)));
      var keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(null);
      keys.setKeyEntry(
          "own",
          own.getPrivate(),
          new char[0],
          new Certificate[] {
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(ended.getEncoded()))
          });
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("An expired certificate cannot be served", e);
    }
  }

  static String pem(PrivateKey key) {
    return pem(pkcs8(key));
  }

  private static JcaPKCS8Generator pkcs8(PrivateKey key) {
    try {
      return new JcaPKCS8Generator(key, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(Object object) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  static void writePrivately(Path file, String content) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new PartsException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private Pair issue(X500Name subject, List<String> hosts, KeyPair own) {
    return new Pair(pem(sign(subject, own, hosts, false)), pem(own.getPrivate()));
  }

  private X509CertificateHolder sign(
      X500Name subject, KeyPair own, List<String> hosts, boolean authority) {
    return sign(subject, own, hosts, authority, Instant.now().plus(VALIDITY));
  }

  private X509CertificateHolder sign(
      X500Name subject, KeyPair own, List<String> hosts, boolean authority, Instant end) {
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(96, new SecureRandom()),
            Date.from(end.minus(VALIDITY).minus(Duration.ofHours(1))),
            Date.from(end),
            subject,
            own.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(Extension.keyUsage, true, keyUsage(authority));
      if (!authority) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      }
      if (!hosts.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hosts));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
      return builder.build(signer);
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("Cannot sign a certificate for " + subject, e);
    }
  }

  private static KeyUsage keyUsage(boolean authority) {
    return new KeyUsage(
        authority
            ? KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature
            : KeyUsage.digitalSignature);
  }

  private static GeneralNames alternativeNames(List<String> hosts) {
    return new GeneralNames(
        hosts.stream()
            .map(
                host ->
                    new GeneralName(
                        host.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName,
                        host))
            .toArray(GeneralName[]::new));
  }

  private static KeyPair newKey() {
    return newKey("EC", new ECGenParameterSpec("secp256r1"));
  }

  private static KeyPair newKey(String algorithm, AlgorithmParameterSpec parameters) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
