/// Logins that programs know: docker's credential helpers and the kubelet's credential provider
/// plugins.
///
/// A program is named in a file of whoever runs Plimsoll, lies in a directory of theirs, and is
/// started as it is, without a shell. It gets its question on standard input and has so long to
/// answer and so much room; then it is ended with all that it started. What it says is a secret:
/// it is read as JSON or thrown away, and shown nowhere.
@NullMarked
package dev.plimsoll.registry.plugin;

import org.jspecify.annotations.NullMarked;
