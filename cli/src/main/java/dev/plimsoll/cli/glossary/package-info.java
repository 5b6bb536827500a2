/// The words of policies and messages, each with what it means: rules apart, which have pages of
/// their own.
///
/// What fields mean is written in the definitions, and read from there.
@NullMarked
package dev.plimsoll.cli.glossary;

import org.jspecify.annotations.NullMarked;
