/// How a host is connected to: whose certificates are believed, and through which proxy.
@NullMarked
package dev.plimsoll.registry.connection;

import org.jspecify.annotations.NullMarked;
