package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Known;

/**
 * The sections of one look at a node. A section {@code NAME} holds what a tool printed, {@code said
 * NAME} what it said besides, {@code no-NAME REASON} stands where it printed nothing of use.
 */
record Answers(List<Section> sections) {

  private static final String NOT_INSTALLED = " is not installed";

  Answers {
    sections = List.copyOf(sections);
  }

  /** Makes sense of a section, or does not know its form. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Section section) throws MalformedOutputException;
  }

  /** Makes sense of a line. */
  @FunctionalInterface
  interface LineReader<T> {
    T read(String line) throws MalformedOutputException;
  }

  Optional<Section> section(String name) {
    return Section.find(sections, name);
  }

  /** What a section comes to; unknown with the tool's words or the line that was not understood. */
  <T> Known<T> read(String name, Reader<T> reader) {
    Optional<Section> none = section("no-" + name);
    if (none.isPresent()) {
      return Known.unknown(why(name, none.get()));
    }
    Optional<Section> section = section(name);
    if (section.isEmpty()) {
      return Known.notChecked();
    }
    try {
      return Known.of(reader.read(section.get()));
    } catch (MalformedOutputException e) {
      return Known.unknown(name + " not understood: " + e.excerpt());
    }
  }

  /** What the lines of a section come to, empty ones left out. */
  <T> Known<List<T>> lines(String name, LineReader<T> reader) {
    return read(
        name,
        section -> {
          List<T> read = new ArrayList<>();
          for (String line : section.lines()) {
            if (!line.isBlank()) {
              read.add(reader.read(line));
            }
          }
          return List.copyOf(read);
        });
  }

  boolean notInstalled(String name) {
    return section("no-" + name).filter(it -> it.rest().endsWith(NOT_INSTALLED)).isPresent();
  }

  /** What a tool said on standard error. */
  List<String> said(String name) {
    return sections.stream()
        .filter(section -> section.name().equals("said") && section.rest().equals(name))
        .flatMap(section -> section.lines().stream())
        .filter(line -> !line.isBlank())
        .toList();
  }

  private String why(String name, Section none) {
    List<String> said = said(name);
    return said.isEmpty() ? none.rest() : none.rest() + ": " + said.getFirst().strip();
  }
}
