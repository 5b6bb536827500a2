/// The exemptions of the cluster, and which policies honour them.
///
/// An ImagePolicy honours the exemptions of its own namespace: who may write them there is for
/// RBAC to say. A ClusterImagePolicy says itself from which namespaces, for how long and from
/// which rules; where it says nothing, only those of the operator's namespace count. What cannot
/// be told (a namespace whose labels are not known) is not honoured.
@NullMarked
package dev.plimsoll.operator.exemption;

import org.jspecify.annotations.NullMarked;
