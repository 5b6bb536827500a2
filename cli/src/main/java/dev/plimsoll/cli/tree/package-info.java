/// The files of an image by path and layer, as a tree of bounded size that can be drawn.
@NullMarked
package dev.plimsoll.cli.tree;

import org.jspecify.annotations.NullMarked;
