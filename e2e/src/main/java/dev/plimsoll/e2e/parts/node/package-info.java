/// The half of a node that kwok does not play: pulling images.
///
/// What a kubelet with containerd does, and what of it is kept here:
///
/// - A reference without registry is Docker Hub's, without tag `latest`; `imageID` is
/// `registry/repository@digest`, with the digest of what the tag names (of an index, the
/// index). - `imagePullPolicy` decides: `Always` asks the registry, `IfNotPresent` only for
/// what this node has not pulled before, so that a tag that moved stays where it was, `Never`
/// never. - Credentials are those of the Pod's `imagePullSecrets`; an image that was pulled
/// with a login is there for Pods with that login, others ask the registry again. A registry
/// at `localhost` or at an IP address is spoken to in plain http or, without looking at its
/// certificate, in TLS. - A failed pull is `ErrImagePull`, then `ImagePullBackOff`, and is
/// tried again (after 1 s, then twice as long each time up to 30 s; a kubelet starts at 10 s
/// and ends at 5 min).
///
/// Not kept: nothing is downloaded, so a manifest whose layers are missing or which has no
/// manifest for the node's platform counts as pulled; mirrors; credential provider plugins.
@NullMarked
package dev.plimsoll.e2e.parts.node;

import org.jspecify.annotations.NullMarked;
