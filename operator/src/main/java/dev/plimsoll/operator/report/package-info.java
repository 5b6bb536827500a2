/// What replicas know of images together: one [dev.plimsoll.api.v1alpha1.ImageReport] for each
/// manifest digest.
///
/// Creating a report is the claim to read the image. Whoever finds it there waits until it
/// says what was read, and takes the claim over once it has expired. Reports are watched by
/// every replica, so that none of them reads what another one read, nor what was read before
/// it started. The request path writes nothing: what it starts goes on by itself, and a dry
/// run starts nothing here.
@NullMarked
package dev.plimsoll.operator.report;

import org.jspecify.annotations.NullMarked;
