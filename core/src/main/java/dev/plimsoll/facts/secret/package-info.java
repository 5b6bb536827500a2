/// What of an image is secret, and must not be in it.
///
/// Secrets are known by what they are and where they lie: a private key by its body and its end,
/// a token by its issuer's form, a password by the file that holds such, never by a part of a
/// name alone. What is only a placeholder, an example, public, or a test's own is none.
///
/// A secret's value stays where it was found: what leaves this package is its kind, its line and
/// a hint that names the form, such as `ghp_…`.
@NullMarked
package dev.plimsoll.facts.secret;

import org.jspecify.annotations.NullMarked;
