package dev.plimsoll.operator.certificate;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Makes a certificate authority, and the one certificate that it ever signs.
///
/// The authority's key is dropped: whoever reads the Secret can pose as the webhook, but can
/// make no certificate that the API server would believe of anyone else.
final class CertificateMaker {
  private static final byte[] AUTHORITY = name("Plimsoll webhook authority");
  private static final byte[] SERVER = name("Plimsoll webhook");
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
  private static final int SERIAL_BITS = 127;

  /// Clocks differ.
  private static final Duration HEAD_START = Duration.ofMinutes(5);

  private final SecureRandom random = new SecureRandom();
  private final Instant notBefore;
  private final Instant notAfter;

  private CertificateMaker(Instant now, Duration validity) {
    this.notBefore = now.minus(HEAD_START);
    this.notAfter = now.plus(validity);
  }

  /// A certificate for servers that are called by any of `names`, DNS names or IP addresses.
  static ServingCertificate make(Set<String> names, Instant now, Duration validity) {
    try {
      return new CertificateMaker(now, validity).make(names);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificate can be made with this Java runtime", e);
    }
  }

  private ServingCertificate make(Set<String> names) throws GeneralSecurityException {
    KeyPair authorityKeys = keyPair();
    byte[][] authority = {
      extension("2.5.29.19", true, Der.sequence(Der.bool(true), Der.integer(BigInteger.ZERO))),
      extension("2.5.29.15", true, Der.bits(2, new byte[] {0b0000_0100})) // keyCertSign
    };
    KeyPair keys = keyPair();
    byte[][] server = {
      extension("2.5.29.19", true, Der.sequence()),
      extension("2.5.29.15", true, Der.bits(7, new byte[] {(byte) 0b1000_0000})), // signatures
      extension("2.5.29.37", false, Der.sequence(Der.identifier("1.3.6.1.5.5.7.3.1"))),
      extension("2.5.29.17", false, alternativeNames(names))
    };
    PrivateKey signer = authorityKeys.getPrivate();
    return new ServingCertificate(
        List.of(signed(toBeSigned(SERVER, keys.getPublic(), server), signer)),
        keys.getPrivate(),
        List.of(signed(toBeSigned(AUTHORITY, authorityKeys.getPublic(), authority), signer)));
  }

  private KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  /// RFC 5280, 4.1: `TBSCertificate`, version 3.
  private byte[] toBeSigned(byte[] subject, PublicKey key, byte[][] extensions) {
    return Der.sequence(
        Der.tagged(0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(SERIAL_BITS, random)),
        ECDSA_WITH_SHA256,
        AUTHORITY,
        Der.sequence(Der.time(notBefore), Der.time(notAfter)),
        subject,
        key.getEncoded(),
        Der.tagged(3, Der.sequence(extensions)));
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.identifier("2.5.4.3"), Der.text(commonName))));
  }

  /// What is not critical is left out: that is the default.
  private static byte[] extension(String identifier, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.identifier(identifier), Der.bool(true), Der.octets(value))
        : Der.sequence(Der.identifier(identifier), Der.octets(value));
  }

  private static byte[] alternativeNames(Set<String> names) {
    return Der.sequence(
        new TreeSet<>(names).stream().map(CertificateMaker::generalName).toArray(byte[][]::new));
  }

  private static byte[] generalName(String name) {
    return ADDRESS.matcher(name).matches()
        ? Der.primitive(7, InetAddress.ofLiteral(name).getAddress())
        : Der.primitive(2, name.getBytes(StandardCharsets.US_ASCII));
  }

  private static X509Certificate signed(byte[] toBeSigned, PrivateKey authority)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(authority);
    signature.update(toBeSigned);
    byte[] certificate = Der.sequence(toBeSigned, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }
}
