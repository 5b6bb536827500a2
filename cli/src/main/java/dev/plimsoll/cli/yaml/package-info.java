/// YAML files as JSON trees that remember their lines, so that what is wrong is said with file and
/// line.
@NullMarked
package dev.plimsoll.cli.yaml;

import org.jspecify.annotations.NullMarked;
