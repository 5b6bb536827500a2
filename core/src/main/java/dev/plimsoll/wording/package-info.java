/// How a verdict is put into words for people, within the lengths that terminals and the API
/// server bear.
@NullMarked
package dev.plimsoll.wording;

import org.jspecify.annotations.NullMarked;
