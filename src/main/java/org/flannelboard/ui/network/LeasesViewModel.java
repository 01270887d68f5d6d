package org.flannelboard.ui.network;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import org.flannelboard.app.LeaseBook;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The leases with their owners and what does not fit, as the latest status has them. */
final class LeasesViewModel {

  private final Words words;
  private final ObjectBinding<List<LeaseLine>> lines;
  private final ObjectBinding<Light> summary;
  private final ObjectBinding<List<Light>> notes;

  LeasesViewModel(Session session, Words words) {
    this.words = words;
    NetworkDesk desk = session.kept(NetworkDesk.class, () -> new NetworkDesk(session));
    var book = desk.book();
    this.lines =
        Bindings.createObjectBinding(
            () -> {
              LeaseBook now = book.get();
              Instant at = desk.readAt().get();
              return now == null || at == null
                  ? List.of()
                  : now.rows().stream().map(row -> LeaseLine.of(row, at, words)).toList();
            },
            book);
    this.summary = Bindings.createObjectBinding(() -> summary(book.get()), book);
    this.notes = Bindings.createObjectBinding(() -> notes(book.get()), book);
  }

  // Properties

  /** One a lease, then one a node without any; empty while etcd does not answer. */
  ObjectBinding<List<LeaseLine>> lines() {
    return lines;
  }

  ObjectBinding<Light> summary() {
    return summary;
  }

  /** What cannot be said in the table: keys that are no lease, nodes that were not seen. */
  ObjectBinding<List<Light>> notes() {
    return notes;
  }

  /** Lines for a spreadsheet, the header first. */
  String tsv(List<LeaseLine> chosen) {
    Stream<String> header =
        Stream.of(
            words.text("lease.node"),
            words.text("lease.subnet"),
            "PublicIP",
            "VTEP MAC",
            words.text("lease.backend"),
            words.text("lease.left"),
            words.text("lease.state"));
    return Stream.concat(
            Stream.of(header.collect(Collectors.joining("\t"))),
            chosen.stream().map(line -> String.join("\t", line.cells())))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private Light summary(@Nullable LeaseBook book) {
    if (book == null) {
      return new Light(Status.UNKNOWN, words.text("network.not-read"));
    }
    long odd = book.rows().stream().filter(row -> !row.anomalies().isEmpty()).count();
    long leases = book.rows().stream().filter(row -> row.lease() != null).count();
    if (odd + book.malformed().size() == 0 && !book.unseen().isEmpty()) {
      return new Light(
          Status.UNKNOWN,
          words.text("lease.summary.unseen", "count", leases, "unseen", book.unseen().size()));
    }
    return odd + book.malformed().size() == 0
        ? new Light(Status.OK, words.text("lease.summary", "count", leases))
        : new Light(
            Status.WARNING,
            words.text("lease.summary.odd", "count", leases, "odd", odd + book.malformed().size()));
  }

  private List<Light> notes(@Nullable LeaseBook book) {
    if (book == null) {
      return List.of();
    }
    Stream<Light> malformed =
        book.malformed().stream().map(it -> new Light(Status.WARNING, words.message(it)));
    String unseen = book.unseen().stream().map(NodeId::name).collect(Collectors.joining(", "));
    return Stream.concat(
            malformed,
            unseen.isEmpty()
                ? Stream.empty()
                : Stream.of(new Light(Status.UNKNOWN, words.text("lease.unseen", "nodes", unseen))))
        .toList();
  }
}
