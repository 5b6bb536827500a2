/// Plimsoll installed into a cluster from the repository's own manifests, with the packaged
/// operator running as a process beside the cluster under the operator's own service account.
@NullMarked
package dev.plimsoll.e2e.installation;

import org.jspecify.annotations.NullMarked;
