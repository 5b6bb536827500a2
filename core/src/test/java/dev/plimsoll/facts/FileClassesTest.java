package dev.plimsoll.facts;

import static dev.plimsoll.facts.FileClass.APK_CACHE;
import static dev.plimsoll.facts.FileClass.APPLICATION_DOCS;
import static dev.plimsoll.facts.FileClass.APPLICATION_TESTS;
import static dev.plimsoll.facts.FileClass.APT_ARCHIVES;
import static dev.plimsoll.facts.FileClass.APT_LISTS;
import static dev.plimsoll.facts.FileClass.BUILD_LEFTOVER;
import static dev.plimsoll.facts.FileClass.BUILD_SYSTEM;
import static dev.plimsoll.facts.FileClass.BYTECODE;
import static dev.plimsoll.facts.FileClass.CARGO_REGISTRY;
import static dev.plimsoll.facts.FileClass.COMPILER;
import static dev.plimsoll.facts.FileClass.COMPOSER_CACHE;
import static dev.plimsoll.facts.FileClass.CORE_DUMP;
import static dev.plimsoll.facts.FileClass.DEBUG_TOOL;
import static dev.plimsoll.facts.FileClass.DOCKERIGNORE_LEFTOVER;
import static dev.plimsoll.facts.FileClass.DOCUMENTATION;
import static dev.plimsoll.facts.FileClass.GEM_CACHE;
import static dev.plimsoll.facts.FileClass.GO_BUILD_CACHE;
import static dev.plimsoll.facts.FileClass.GRADLE_CACHE;
import static dev.plimsoll.facts.FileClass.HEADER;
import static dev.plimsoll.facts.FileClass.INFO_PAGE;
import static dev.plimsoll.facts.FileClass.JAVA_RUNTIME;
import static dev.plimsoll.facts.FileClass.JDK;
import static dev.plimsoll.facts.FileClass.LANGUAGE_BUILD_TOOL;
import static dev.plimsoll.facts.FileClass.LOCALE;
import static dev.plimsoll.facts.FileClass.LOG;
import static dev.plimsoll.facts.FileClass.MAN_PAGE;
import static dev.plimsoll.facts.FileClass.MAVEN_REPOSITORY;
import static dev.plimsoll.facts.FileClass.NPM_CACHE;
import static dev.plimsoll.facts.FileClass.OTHER;
import static dev.plimsoll.facts.FileClass.PACKAGE_MANAGER;
import static dev.plimsoll.facts.FileClass.PIP_CACHE;
import static dev.plimsoll.facts.FileClass.SHELL;
import static dev.plimsoll.facts.FileClass.SOURCE_MAP;
import static dev.plimsoll.facts.FileClass.TEST_CACHE;
import static dev.plimsoll.facts.FileClass.VCS_DIRECTORY;
import static dev.plimsoll.facts.FileClass.VERSION_CONTROL;
import static dev.plimsoll.facts.FileClass.YARN_CACHE;
import static dev.plimsoll.facts.FileClass.YUM_CACHE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Paths as Debian, language images and toolchains have them, and decoys.
class FileClassesTest {

  static Stream<Arguments> table() {
    return Stream.of(
            of(
                COMPILER,
                "/usr/lib/gcc/x86_64-linux-gnu/12/cc1",
                "/usr/lib/gcc/x86_64-linux-gnu/12/cc1plus",
                "/usr/lib/gcc/x86_64-linux-gnu/12/collect2",
                "/usr/lib/gcc/x86_64-linux-gnu/12/lto1",
                "/usr/lib/gcc/x86_64-linux-gnu/12/lto-wrapper",
                "/usr/libexec/gcc/x86_64-linux-gnu/14/f951",
                "/usr/local/libexec/gcc/x86_64-linux-gnu/13.2.0/cc1",
                "/usr/lib/gcc-cross/aarch64-linux-gnu/12/cc1",
                "/opt/toolchain/libexec/gcc/arm-none-eabi/10.3.1/cc1",
                "/usr/bin/gcc",
                "/usr/local/bin/g++",
                "/usr/bin/x86_64-linux-gnu-gcc-12",
                "/usr/bin/x86_64-linux-gnu-g++-12",
                "/usr/bin/x86_64-linux-gnu-cpp-12",
                "/usr/bin/x86_64-linux-gnu-as",
                "/usr/bin/x86_64-linux-gnu-ld.bfd",
                "/usr/bin/x86_64-linux-gnu-ld.gold",
                "/usr/bin/aarch64-linux-gnu-gcc-12",
                "/usr/bin/x86_64-w64-mingw32-gcc-12-win32",
                "/usr/bin/avr-gcc",
                "/usr/bin/as",
                "/usr/bin/ld",
                "/bin/cc",
                "/usr/bin/c++",
                "/opt/conda/bin/x86_64-conda-linux-gnu-cc",
                "/opt/conda/bin/as",
                "/usr/lib/llvm-14/bin/clang",
                "/usr/bin/clang-14",
                "/usr/bin/clang++-14",
                "/usr/lib/llvm-14/bin/lld",
                "/usr/local/cargo/bin/rustc",
                "/usr/local/rustup/toolchains/1.80-x86_64-unknown-linux-gnu/bin/rustc",
                "/usr/local/rustup/toolchains/1.80/lib/librustc_driver-0a1b2c3d.so",
                "/usr/local/go/bin/go",
                "/usr/lib/go-1.19/bin/go",
                "/usr/local/go/pkg/tool/linux_amd64/compile",
                "/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.0.linux-amd64/pkg/tool/linux_amd64/link",
                "/usr/lib/jvm/java-17-openjdk-amd64/bin/javac",
                "/opt/java/openjdk/bin/javac",
                "/usr/bin/tcc",
                "/usr/lib/ghc/bin/ghc",
                "/usr/bin/x86_64-linux-gnu-gnatmake-12",
                "/usr/bin/x86_64-linux-gnu-gfortran-12",
                "/usr/share/dotnet/sdk/8.0.100/Roslyn/bincore/csc.dll",
                "/app/bin/gcc"),
            of(
                VERSION_CONTROL,
                "/usr/bin/git",
                "/usr/local/bin/git",
                "/usr/lib/git-core/git-remote-http",
                "/usr/libexec/git-core/git-daemon",
                "/usr/bin/hg",
                "/usr/bin/svn",
                "/usr/bin/svnadmin",
                "/usr/bin/bzr",
                "/usr/bin/git-lfs"),
            of(
                HEADER,
                "/usr/include/stdio.h",
                "/usr/include/c++/12/vector",
                "/usr/include/x86_64-linux-gnu/sys/types.h",
                "/usr/local/include/python3.12/Python.h",
                "/usr/lib/gcc/x86_64-linux-gnu/12/include/stdarg.h",
                "/usr/lib/gcc/x86_64-linux-gnu/12/plugin/include/tree.h",
                "/usr/lib/llvm-14/lib/clang/14.0.6/include/immintrin.h",
                "/opt/conda/include/openssl/ssl.h"),
            of(MAN_PAGE, "/usr/share/man/man1/ls.1.gz", "/usr/local/man/man1/node.1"),
            of(INFO_PAGE, "/usr/share/info/sed.info.gz"),
            of(
                DOCUMENTATION,
                "/usr/share/doc/libc6/copyright",
                "/usr/share/doc-base/git.git-reference-manual",
                "/usr/local/share/doc/x/README",
                "/usr/share/gtk-doc/html/x/index.html",
                "/opt/conda/share/doc/x"),
            of(
                LOCALE,
                "/usr/share/locale/de/LC_MESSAGES/dpkg.mo",
                "/usr/share/i18n/charmaps/UTF-8.gz",
                "/usr/lib/locale/locale-archive"),
            of(
                VERSION_CONTROL,
                "/usr/lib/python3/dist-packages/mercurial/hg.py",
                "/usr/lib/x86_64-linux-gnu/libsvn_client-1.so.1.0.0"),
            of(
                BUILD_SYSTEM,
                "/usr/bin/make",
                "/usr/bin/cmake",
                "/usr/bin/automake-1.16",
                "/usr/bin/m4"),
            of(
                JDK,
                "/usr/bin/javap",
                "/opt/java/openjdk/jmods/java.base.jmod",
                "/opt/java/openjdk/lib/ct.sym"),
            of(
                LANGUAGE_BUILD_TOOL,
                "/root/.local/bin/poetry",
                "/usr/share/maven/bin/mvn",
                "/usr/local/bin/uv"),
            of(
                PACKAGE_MANAGER,
                "/usr/bin/apt-get",
                "/sbin/apk",
                "/usr/local/bin/pip3.12",
                "/usr/bin/dpkg"),
            of(SHELL, "/bin/bash", "/usr/bin/dash", "/bin/busybox"),
            of(DEBUG_TOOL, "/usr/bin/curl", "/usr/bin/wget", "/usr/bin/vim.basic", "/usr/bin/gdb"),
            of(APT_LISTS, "/var/lib/apt/lists/deb.example.com_debian_dists_bookworm_InRelease"),
            of(
                APT_ARCHIVES,
                "/var/cache/apt/archives/gcc_12_amd64.deb",
                "/var/cache/apt/pkgcache.bin"),
            of(APK_CACHE, "/var/cache/apk/APKINDEX.1234.tar.gz"),
            of(YUM_CACHE, "/var/cache/dnf/fedora-1/repodata/primary.xml.gz"),
            of(PIP_CACHE, "/root/.cache/pip/http/a/b", "/home/app/.cache/uv/wheels-v1/x"),
            of(NPM_CACHE, "/root/.npm/_cacache/content-v2/sha512/a"),
            of(
                YARN_CACHE,
                "/usr/local/share/.cache/yarn/v6/npm-x",
                "/root/.local/share/pnpm/store/v3/x"),
            of(GEM_CACHE, "/usr/local/bundle/cache/rails-7.0.gem"),
            of(MAVEN_REPOSITORY, "/root/.m2/repository/org/x/1/x-1.jar"),
            of(GRADLE_CACHE, "/home/gradle/.gradle/caches/modules-2/x"),
            of(
                GO_BUILD_CACHE,
                "/root/.cache/go-build/00/x-a",
                "/go/pkg/mod/github.com/x/y@v1/y.go"),
            of(CARGO_REGISTRY, "/usr/local/cargo/registry/src/x/lib.rs"),
            of(COMPOSER_CACHE, "/root/.composer/cache/files/x.zip"),
            of(VCS_DIRECTORY, "/app/.git/objects/pack/x.pack", "/srv/.svn/wc.db"),
            of(
                DOCKERIGNORE_LEFTOVER,
                "/app/Dockerfile",
                "/app/Dockerfile.dev",
                "/app/docker-compose.yml",
                "/app/.dockerignore",
                "/app/.vscode/settings.json"),
            of(
                TEST_CACHE,
                "/app/.pytest_cache/v/x",
                "/app/.mypy_cache/3.12/x.json",
                "/app/.coverage",
                "/app/htmlcov/index.html"),
            of(
                BYTECODE,
                "/app/__pycache__/a.cpython-312.pyc",
                "/usr/lib/python3/dist-packages/x.pyc"),
            of(
                BUILD_LEFTOVER,
                "/app/build/main.o",
                "/usr/local/lib/libx.a",
                "/app/CMakeCache.txt",
                "/tmp/src.tar.gz",
                "/var/tmp/src.zip",
                "/usr/src/php.tar.xz",
                "/usr/lib/gcc/x86_64-linux-gnu/12/crtbegin.o"),
            of(
                BUILD_LEFTOVER,
                "/usr/src/linux-headers-6.1.0-18-amd64/include/linux/x",
                "/usr/src/redis/src/server.c",
                "/usr/src/php.tar.xz",
                "/app/target/release/deps/libx-0a1b.rlib",
                "/app/target/debug/.fingerprint/x/dep-lib-x",
                "/app/target/classes/com/example/App.class",
                "/src/target/surefire-reports/x.txt"),
            of(CORE_DUMP, "/core", "/root/core", "/home/app/core", "/app/core.1234"),
            of(
                APPLICATION_TESTS,
                "/app/tests/test_views.py",
                "/app/tests/fixtures/data.json",
                "/app/shop/tests/test_cart.py",
                "/usr/src/app/test/app.spec.js",
                "/usr/src/app/src/__tests__/app.js",
                "/var/www/html/tests/Feature/LoginTest.php",
                "/opt/shop/tests/x.py"),
            of(
                APPLICATION_DOCS,
                "/app/docs/architecture.md",
                "/app/docs/img/overview.png",
                "/app/CHANGELOG.md",
                "/app/CONTRIBUTING.md",
                "/usr/src/app/docs/index.rst",
                "/opt/shop/SECURITY.md",
                "/home/app/shop/TODO.md"),
            of(
                JAVA_RUNTIME,
                "/opt/java/openjdk/lib/modules",
                "/usr/lib/jvm/java-17-openjdk-amd64/lib/server/libjvm.so",
                "/usr/local/openjdk-11/bin/java"),
            of(
                LANGUAGE_BUILD_TOOL,
                "/usr/share/maven/lib/maven-core-3.9.9.jar",
                "/opt/gradle/lib/gradle-core.jar"),
            of(SOURCE_MAP, "/app/dist/main.js.map"),
            of(LOG, "/var/log/dpkg.log", "/app/server.log"),
            of(
                OTHER,
                "/usr/lib/locale/C.utf8/LC_CTYPE",
                "/app/node_modules/x/.gitignore",
                "/usr/lib/python3/dist-packages/x/Dockerfile",
                "/app/node_modules/x/.git/HEAD",
                "/app/README.md",
                "/app/docs/README.md",
                "/app/LICENSE.md",
                "/app/content/posts/first.md",
                "/app/docs/docs.go",
                "/app/docs/swagger.json",
                "/app/.editorconfig",
                "/app/.env.example",
                "/app/latest/x.js",
                "/app/tests",
                "/app/node_modules/x/test/a.js",
                "/app/node_modules/x/docs/a.md",
                "/app/.venv/lib/python3.12/site-packages/x/tests/a.py",
                "/app/.venv/lib/python3.12/test/a.py",
                "/app/vendor/x/y/tests/a.php",
                "/usr/lib/python3.12/test/test_x.py",
                "/usr/local/lib/python3.12/unittest/test/x.py",
                "/usr/local/lib/ruby/docs/x.md",
                "/opt/conda/lib/python3.12/test/x.py",
                "/var/lib/x/tests/y",
                "/etc/docs/x.md",
                "/root/.nvm/test/x",
                "/usr/src/app/core/index.js",
                "/usr/src/app/server.js",
                "/usr/share/terminfo/x/xterm",
                "/usr/share/zoneinfo/UTC",
                "/app/core",
                "/app/bin/core",
                "/app/core.js",
                "/app/core.d",
                "/app/target/release/server",
                "/app/target/app.jar",
                "/app/build/index.html",
                "/targets/x",
                "/usr/local/lib/python3.12/config-3.12-x86_64-linux-gnu/libpython3.12.a",
                "/usr/local/bin/rake",
                "/app/changelog",
                "/app/bin/serve",
                "/app/data/world.map",
                "/app/Dockerfiles",
                "/opt/app/lib/app.jar",
                "/usr/bin/python3.12",
                "/etc/apt/sources.list",
                "/var/lib/apt/extended_states",
                "/var/cache/fontconfig/x",
                "/app/as",
                "/app/bin/as",
                "/app/bin/go",
                "/srv/tools/ld",
                "/usr/bin/ld.so",
                "/usr/bin/ldd",
                "/sbin/ldconfig",
                "/etc/ld.so.conf",
                "/etc/ld.so.conf.d/x86_64-linux-gnu.conf",
                "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
                "/lib64/ld-linux-x86-64.so.2",
                "/usr/lib/x86_64-linux-gnu/libgcc_s.so.1",
                "/usr/share/gcc/python/libstdcxx/v6/printers.py",
                "/usr/share/bash-completion/completions/gcc",
                "/usr/share/bash-completion/completions/git",
                "/usr/share/lintian/overrides/gcc-12-base",
                "/usr/lib/python3/dist-packages/llvmlite/binding/libllvmlite.so",
                "/usr/local/lib/python3.12/config-3.12-x86_64-linux-gnu/Makefile",
                "/usr/local/lib/python3.12/site-packages/torch/include/ATen/ATen.h",
                "/usr/bin/x86_64-linux-gnu-python3.11-config",
                "/usr/bin/gcc-ar",
                "/usr/bin/x86_64-linux-gnu-gcc-nm-12",
                "/usr/bin/c++filt",
                "/usr/bin/clang-format-14",
                "/usr/bin/run-as",
                "/usr/bin/golang",
                "/usr/src/cc1",
                "/app/cc1plus",
                "/app/share/doc/x",
                "/app/include/config.h",
                "/opt/app/include/settings.yaml",
                "/app/node_modules/git/index.js",
                "/app/git",
                "/etc/git/config",
                "/usr/share/git-core/templates/description",
                "/usr/lib/git/x",
                "/usr/share/documents/x",
                "/usr/share/manifest/x"))
        .flatMap(paths -> paths);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("table")
  void classesByPath(String path, FileClass expected) {
    assertThat(FileClasses.of(path, false)).isEqualTo(expected);
  }

  @Test
  void takesNoScriptForACompiler() {
    assertThat(FileClasses.of("/usr/bin/as", true)).isEqualTo(OTHER);
    assertThat(FileClasses.of("/usr/bin/gcc", true)).isEqualTo(OTHER);
    assertThat(FileClasses.of("/usr/bin/hg", true)).as("Mercurial is").isEqualTo(VERSION_CONTROL);
  }

  @Test
  void knowsGccsPrivateDirectoryWhereverItsHalvesAre() {
    assertThat(FileClasses.gccDirectory("/usr/libexec/gcc/x86_64-linux-gnu/14/cc1"))
        .isEqualTo(FileClasses.gccDirectory("/usr/lib/gcc/x86_64-linux-gnu/14/crtbegin.o"))
        .isNotEqualTo(FileClasses.gccDirectory("/usr/lib/gcc/x86_64-linux-gnu/12/crtbegin.o"));
    assertThat(FileClasses.gccDirectory("/usr/share/gcc/python/x.py")).isNull();
    assertThat(FileClasses.isCompilerProper("/usr/lib/gcc/x86_64-linux-gnu/12/cc1")).isTrue();
    assertThat(FileClasses.isCompilerProper("/usr/lib/gcc/x86_64-linux-gnu/12/collect2")).isFalse();
  }

  private static Stream<Arguments> of(FileClass expected, String... paths) {
    return Arrays.stream(paths).map(path -> arguments(path, expected));
  }
}
