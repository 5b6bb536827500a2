/// Alpine's package database, as apk-tools writes it.
///
/// `installed` has a stanza of `X:value` lines for each package: P name, V version, A architecture,
/// I installed size, o origin, D needs, p what it provides, then its files: F a directory, R a file
/// in it. `/etc/apk/world` names what somebody asked for.
@NullMarked
package dev.plimsoll.packages.apk;

import org.jspecify.annotations.NullMarked;
