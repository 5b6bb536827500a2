/// Packages that are inside of single files: Java archives, and programs written in Go.
///
/// Such files may be large, so a [dev.plimsoll.layer.FileProbe] looks at few places of each as it
/// streams past. Of a Java archive that is the end, where its directory lies (APPNOTE.TXT 4.3), and
/// the front, where its manifest mostly is. Of a Go program it is the beginning of its
/// writable data, where the linker puts what it was built of (Go's `debug/buildinfo`).
@NullMarked
package dev.plimsoll.packages.binary;

import org.jspecify.annotations.NullMarked;
