/// Break-glass: the one live switch that turns all enforcement to Audit.
///
/// It is on while a ConfigMap of a fixed name stands in the operator's namespace; whoever may
/// create it there may throw it. Every replica watches it and needs no restart. It ends as it
/// began, by an act: one that ended by itself could refuse again in the middle of an outage.
@NullMarked
package dev.plimsoll.operator.breakglass;

import org.jspecify.annotations.NullMarked;
