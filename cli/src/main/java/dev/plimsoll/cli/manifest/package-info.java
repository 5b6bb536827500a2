/// Workloads in manifests, read as the webhook reads them, with the line that names each image.
@NullMarked
package dev.plimsoll.cli.manifest;

import org.jspecify.annotations.NullMarked;
