/// What a cluster says, as `kubectl` tells it: the policies, exemptions and reports that are
/// there, and what runs.
///
/// There is no client of Kubernetes here. kubectl has the contexts, the logins and the proxies
/// of whoever calls, so what a command may see is what they may see; what they may not is said.
@NullMarked
package dev.plimsoll.cli.cluster;

import org.jspecify.annotations.NullMarked;
