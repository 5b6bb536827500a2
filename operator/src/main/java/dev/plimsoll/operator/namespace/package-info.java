/// The labels of namespaces, by which policies for the cluster choose.
///
/// They come from memory. A namespace that is not there yet, made a second ago, costs one request;
/// where that gets no answer in time, nobody can tell which policies are meant, and each of them
/// says what then happens.
@NullMarked
package dev.plimsoll.operator.namespace;

import org.jspecify.annotations.NullMarked;
