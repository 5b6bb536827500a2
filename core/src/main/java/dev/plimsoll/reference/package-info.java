/// How images are named: registry, repository, tag, digest.
///
/// The grammar is the distribution specification's; the defaults are Docker's, because that is
/// what a kubelet applies to `image:` fields: no registry means `docker.io`, a Docker Hub
/// repository without a namespace gets `library/`, neither tag nor digest means the tag
/// `latest`. Where both a tag and a digest stand, the digest alone decides and the tag is a
/// label for people.
@NullMarked
package dev.plimsoll.reference;

import org.jspecify.annotations.NullMarked;
