package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.FileState;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.DaemonFacts.FileText;
import org.flannelboard.node.facts.DaemonFacts.Process;
import org.flannelboard.node.facts.Inspection;

/** Reads what {@code inspect.sh} prints of daemons, their files and journals. */
final class DaemonFactsParser {

  private DaemonFactsParser() {}

  static DaemonFacts parse(Inspection inspection, Answers answers) throws MalformedOutputException {
    return new DaemonFacts(
        answers
            .read("units", section -> UnitFactsParser.parse(inspection.units(), section))
            .toOptional()
            .orElse(Map.of()),
        answers.read("processes", _ -> processes(answers)),
        files(inspection.files(), answers),
        DockerParser.parse(answers),
        answers.read("journal", section -> JournalParser.parse(section, answers.said("journal"))),
        answers.lines("kernel-log", line -> line));
  }

  private static List<Process> processes(Answers answers) throws MalformedOutputException {
    List<Process> processes = new ArrayList<>();
    for (Section section : answers.sections()) {
      if (section.name().equals("process")) {
        processes.add(ProcessParser.parse(section));
      }
    }
    return List.copyOf(processes);
  }

  /** The script answers in the order of the question. */
  private static Map<RemotePath, Known<Optional<FileText>>> files(
      List<RemotePath> paths, Answers answers) throws MalformedOutputException {
    List<Section> sections =
        answers.sections().stream().filter(section -> section.name().equals("file")).toList();
    if (sections.size() != paths.size()) {
      throw new MalformedOutputException(sections.size() + " files instead of " + paths.size());
    }
    Map<RemotePath, Known<Optional<FileText>>> files = new HashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      files.put(paths.get(i), text(FileStateParser.parse(paths.get(i), sections.get(i))));
    }
    return files;
  }

  private static Known<Optional<FileText>> text(FileState file) {
    return switch (file) {
      case FileState.Absent _ -> Known.of(Optional.empty());
      case FileState.Unreadable it -> Known.unknown(it.why());
      case FileState.Other it -> Known.unknown("it is a " + it.kind());
      case FileState.Regular it ->
          it.content() == null
              ? Known.unknown("it is larger than a text file of this kind")
              : Known.of(Optional.of(new FileText(it.content().text(), it.modified())));
    };
  }
}
