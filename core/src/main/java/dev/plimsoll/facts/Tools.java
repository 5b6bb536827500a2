package dev.plimsoll.facts;

import java.util.HashMap;
import java.util.Map;

/// Programs by name, in whatever `bin` they are: shells, package managers, build systems and what
/// people debug with. A version behind the name (`pip3.12`, `make-4.3`) does not matter.
final class Tools {
  private static final Map<String, FileClass> NAMES = new HashMap<>();

  static {
    name(FileClass.SHELL, "sh bash dash ash zsh ksh mksh fish csh tcsh busybox toybox rbash");
    name(
        FileClass.PACKAGE_MANAGER,
        "apt apt-get apt-cache apt-key aptitude dpkg dpkg-deb apk dnf dnf5 yum microdnf rpm zypper"
            + " pacman pip pipx easy_install npm npx yarn yarnpkg pnpm corepack gem bundle bundler"
            + " composer conda mamba micromamba");
    name(
        FileClass.BUILD_SYSTEM,
        "make gmake cmake ctest cpack ninja autoconf autoheader autom4te autoreconf automake aclocal"
            + " libtool libtoolize m4 bison yacc flex meson bazel scons ant pkg-config pkgconf");
    name(
        FileClass.LANGUAGE_BUILD_TOOL,
        "poetry pipenv pip-compile pip-sync pdm hatch flit uv uvx mvn mvnd gradle sbt lein cargo"
            + " rustup tsc webpack vite rollup grunt gulp bower node-gyp cython");
    name(
        FileClass.DEBUG_TOOL,
        "curl wget nc ncat netcat nc.openbsd nc.traditional socat telnet ssh scp sftp rsync strace"
            + " ltrace gdb gdbserver lldb perf valgrind tcpdump nmap dig nslookup host traceroute"
            + " iperf iperf3 vim vim.basic vim.tiny vi nano emacs sudo dos2unix crond cron htop inetutils-telnet"
            + " ftp lftp tmux screen");
    name(
        FileClass.JDK,
        "jlink jmod jdeps jshell javap javadoc jar jarsigner jdb jconsole jpackage jdeprscan"
            + " jimage jstatd");
  }

  private Tools() {}

  static FileClass of(String name) {
    FileClass exact = NAMES.get(name);
    return exact != null ? exact : NAMES.getOrDefault(withoutVersion(name), FileClass.OTHER);
  }

  /// A name without digits, points and a dash at its end.
  private static String withoutVersion(String name) {
    int end = name.length();
    while (end > 1 && (Character.isDigit(name.charAt(end - 1)) || name.charAt(end - 1) == '.')) {
      end--;
    }
    boolean version = end < name.length();
    return name.substring(0, version && name.charAt(end - 1) == '-' ? end - 1 : end);
  }

  private static void name(FileClass fileClass, String names) {
    for (String name : names.split(" ", -1)) {
      NAMES.put(name, fileClass);
    }
  }
}
