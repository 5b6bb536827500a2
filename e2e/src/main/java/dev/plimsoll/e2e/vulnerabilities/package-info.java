/// What is shipped, looked up in OSV's database of known vulnerabilities: `make vulnerabilities`.
///
/// osv-scanner reads the bills of materials, so what it finds is what users' scanners find by them.
/// It is believed only where it also finds what everybody knows: with every scan goes a bill of
/// [canaries][dev.plimsoll.e2e.vulnerabilities.Canaries], and a database that has nothing to say of
/// those has not been asked. That is an outcome of its own and never "nothing found".
@NullMarked
package dev.plimsoll.e2e.vulnerabilities;

import org.jspecify.annotations.NullMarked;
