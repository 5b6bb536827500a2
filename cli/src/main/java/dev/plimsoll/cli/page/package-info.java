/// A report as one page of HTML that needs nothing but itself.
///
/// All that comes from images, registries and files is text: [Html] escapes it, and the
/// page's own policy lets no browser run or load anything but the style and the script whose
/// digests it names. The page says everything without its script, but for the map of the
/// files.
@NullMarked
package dev.plimsoll.cli.page;

import org.jspecify.annotations.NullMarked;
