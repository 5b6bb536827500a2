package dev.plimsoll.operator.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes a certificate authority, and the one certificate that it ever signs.
///
/// The authority's key is dropped: whoever reads the Secret can pose as the webhook, but can
/// make no certificate that the API server would believe of anyone else.
final class CertificateMaker {
  private static final X500Name AUTHORITY = new X500Name("CN=Plimsoll webhook authority");
  private static final X500Name SERVER = new X500Name("CN=Plimsoll webhook");
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
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("no certificate can be made with this Java runtime", e);
    }
  }

  private ServingCertificate make(Set<String> names)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    KeyPair authorityKeys = keyPair();
    X509v3CertificateBuilder authority = builder(AUTHORITY, authorityKeys);
    authority.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    authority.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    KeyPair keys = keyPair();
    X509v3CertificateBuilder server = builder(SERVER, keys);
    server.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    server.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    server.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    server.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
    return new ServingCertificate(
        List.of(signed(server, authorityKeys.getPrivate())),
        keys.getPrivate(),
        List.of(signed(authority, authorityKeys.getPrivate())));
  }

  private KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
    return new JcaX509v3CertificateBuilder(
        AUTHORITY,
        new BigInteger(SERIAL_BITS, random),
        Date.from(notBefore),
        Date.from(notAfter),
        subject,
        keys.getPublic());
  }

  private static GeneralNames alternativeNames(Set<String> names) {
    return new GeneralNames(
        new TreeSet<>(names)
            .stream()
                .map(
                    name ->
                        new GeneralName(
                            ADDRESS.matcher(name).matches()
                                ? GeneralName.iPAddress
                                : GeneralName.dNSName,
                            name))
                .toArray(GeneralName[]::new));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey authority)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority)));
  }
}
