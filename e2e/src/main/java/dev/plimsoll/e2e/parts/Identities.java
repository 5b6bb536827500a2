package dev.plimsoll.e2e.parts;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// Who is who in one cluster: its certificate authority, the certificates of its servers and of its
/// administrator, and the key that signs service account tokens; all in files.
record Identities(
    CertificateAuthority authority,
    Path authorityFile,
    CertificateAuthority.PemFiles server,
    CertificateAuthority.Pair administrator,
    CertificateAuthority.PemFiles serviceAccounts) {

  private static final List<String> SERVER_NAMES =
      List.of(
          "127.0.0.1",
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kubernetes.default.svc.cluster.local",
          "10.0.0.1",
          ServiceAddress.ADDRESS);

  static Identities create(Path directory) {
    var authority = new CertificateAuthority("plimsoll-e2e");
    var authorityFile = directory.resolve("ca.crt");
    CertificateAuthority.writePrivately(authorityFile, authority.certificate());
    return new Identities(
        authority,
        authorityFile,
        authority.issueForServer("kubernetes", SERVER_NAMES).writeTo(directory, "server"),
        authority.issueForClient("administrator", "system:masters"),
        authority
            .issueForServer("service-accounts", List.of())
            .writeTo(directory, "service-accounts"));
  }

  /// A kubeconfig for the administrator that needs no other file.
  String kubeconfig(int port) {
    return """
    apiVersion: v1
    kind: Config
    current-context: plimsoll
    contexts:
      - name: plimsoll
        context: {cluster: plimsoll, user: administrator}
    clusters:
      - name: plimsoll
        cluster:
          server: https://127.0.0.1:%d
          certificate-authority-data: %s
    users:
      - name: administrator
        user:
          client-certificate-data: %s
          client-key-data: %s
    """
        .formatted(
            port,
            base64(authority.certificate()),
            base64(administrator.certificate()),
            base64(administrator.privateKey()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
