package org.flannelboard.installer;

import java.util.Locale;

/**
 * The machine that builds, which is the kind of machine it builds for.
 *
 * @param system the operating system
 * @param chip the processor's instruction set
 */
record Platform(System system, Chip chip) {

  /** Operating systems, by the names of the folders of {@code jpackage/}. */
  enum System {
    LINUX,
    MACOS,
    WINDOWS;

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Instruction sets, by the names that packages give them. */
  enum Chip {
    X64("x64", "amd64", "x86_64"),
    ARM64("arm64", "arm64", "aarch64");

    /** In the names of files that no package manager reads. */
    final String name;

    final String debian;
    final String rpm;

    Chip(String name, String debian, String rpm) {
      this.name = name;
      this.debian = debian;
      this.rpm = rpm;
    }
  }

  static Platform here() {
    return of(java.lang.System.getProperty("os.name"), java.lang.System.getProperty("os.arch"));
  }

  /** By Java's names of the two. */
  static Platform of(String name, String arch) {
    System system =
        name.startsWith("Windows")
            ? System.WINDOWS
            : name.startsWith("Mac") ? System.MACOS : System.LINUX;
    Chip chip =
        switch (arch) {
          case "amd64", "x86_64" -> Chip.X64;
          case "aarch64" -> Chip.ARM64;
          default -> throw new IllegalArgumentException("no installers for " + arch);
        };
    return new Platform(system, chip);
  }

  /** As in {@code flannelboard-1.2.3-linux-x64.tar.gz}. */
  String suffix() {
    return system.folder() + "-" + chip.name;
  }
}
