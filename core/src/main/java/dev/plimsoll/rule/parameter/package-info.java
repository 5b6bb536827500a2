/// The parameters of rules: declared once, on the components of a rule's parameter record, from
/// which the API's schema, the reading of policies and the documentation follow.
///
/// A component's type and its [dev.plimsoll.rule.parameter.Parameter] say which
/// [dev.plimsoll.rule.parameter.ParameterKind] it is: what may be written, and how it is read.
@NullMarked
package dev.plimsoll.rule.parameter;

import org.jspecify.annotations.NullMarked;
