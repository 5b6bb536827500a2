package dev.plimsoll.operator.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A key that `keytool` made, with the certificate that it signed for itself.
public record MadeKey(Path file) {
  public static final String PASSWORD = "password";

  private static final String ALIAS = "made";

  /// @param algorithm `EC` or `RSA`
  public static MadeKey in(Path file, String algorithm, String name) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
    return new MadeKey(file);
  }

  public KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  public String pem() throws IOException, GeneralSecurityException {
    return Pem.text(List.of(certificate()));
  }

  X509Certificate certificate() throws IOException, GeneralSecurityException {
    return (X509Certificate) store().getCertificate(ALIAS);
  }

  PrivateKey key() throws IOException, GeneralSecurityException {
    return (PrivateKey) store().getKey(ALIAS, PASSWORD.toCharArray());
  }
}
