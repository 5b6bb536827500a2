/// What is true of one image, whatever a policy thinks of it.
///
/// Facts belong to a manifest's digest and never change. They are compact: no file tree, but
/// *file groups*, one for all files of a layer that have the same owner, class and fate. Groups
/// are disjoint and each regular-file entry of each layer is in exactly one, so that any set of
/// groups is a set of files and the bytes of a union are a sum.
///
/// What in an image is secret is told by kind, place and line, never by its value; instructions
/// of the history are shown with secrets blotted out (`facts.secret`). What can run, and what of
/// that starts, is told of files that no package of an operating system owns (`facts.program`).
///
/// Layers are numbered from 1, as people count them.
@NullMarked
package dev.plimsoll.facts;

import org.jspecify.annotations.NullMarked;
