/// The certificate that the API server is shown when it calls the webhook.
///
/// Either it comes as files that somebody else renews (cert-manager), or the operator makes one:
/// a certificate authority that signs one serving certificate and is then forgotten, key and
/// all. The pair is kept in a Secret that all replicas share. A certificate is used only where
/// its key fits, its names cover how the API server calls, and its dates hold.
@NullMarked
package dev.plimsoll.operator.certificate;

import org.jspecify.annotations.NullMarked;
