/// The operator's image, built without a daemon: an OCI layout whose every byte follows from the
/// packaged operator, the JDK that builds it and the Debian packages that it names.
///
/// Layers go from what changes rarely to what changes always: the system's files, the Java
/// runtime, libraries, the application, its ahead-of-time cache. All files belong to root and have
/// the project's one time stamp; nothing but `/tmp` can be written by the image's user.
@NullMarked
package dev.plimsoll.e2e.packaging;

import org.jspecify.annotations.NullMarked;
