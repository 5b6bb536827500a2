/// The API as the cluster serves it: whether its definitions are there, and whether they are of
/// the catalogue that this operator judges by.
///
/// An operator without definitions, or with those of another release, goes on: it is not ready
/// while they are missing at its start, judges by what it knows of newer ones, and says in a
/// condition, a metric and its log that older ones lack rules. Definitions are applied by people
/// and their tools, never by the operator.
@NullMarked
package dev.plimsoll.operator.definition;

import org.jspecify.annotations.NullMarked;
