/// Rules that a policy writes itself, as CEL expressions over an image and how it is run.
///
/// An expression is compiled once, when the policy is read: it is parsed, its types are checked
/// against the declared variables, and what it may cost is bounded. It says true where all is
/// well. What it reads decides how deep the image must be read for it. An evaluation that fails,
/// reads what nobody knows or exceeds its budget decides nothing; it never passes.
@NullMarked
package dev.plimsoll.rule.custom;

import org.jspecify.annotations.NullMarked;
