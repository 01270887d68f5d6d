package org.flannelboard.app;

import java.time.Duration;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The mesh as a JSON document: one cell an ordered pair, numbers as machines write them. */
final class MatrixJson {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private MatrixJson() {}

  static ObjectNode of(MatrixSnapshot matrix, Messages messages) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("at", matrix.at().toString());
    root.put("pairs", matrix.pairs());
    root.put("reached", matrix.reached());
    ArrayNode cells = root.putArray("cells");
    for (int from = 0; from < matrix.size(); from++) {
      for (int to = 0; to < matrix.size(); to++) {
        if (from != to) {
          NodeId source = matrix.nodes().get(from);
          NodeId target = matrix.nodes().get(to);
          ObjectNode cell = cells.addObject().put("from", source.name()).put("to", target.name());
          write(matrix.cell(from, to), cell, messages);
        }
      }
    }
    return root;
  }

  private static void write(Cell cell, ObjectNode to, Messages messages) {
    to.put("state", cell.state());
    switch (cell) {
      case Cell.Reached reached -> {
        to.put("rttMs", millis(reached.rtt()));
        to.put("lossRatio", reached.lossRatio());
        to.put("at", reached.at().toString());
      }
      case Cell.Lost lost -> {
        to.putNull("rttMs");
        to.put("lossRatio", lost.lossRatio());
        to.put("at", lost.at().toString());
        to.put("cause", lost.cause().code());
      }
      case Cell.SourceUnreachable unreachable -> {
        to.putNull("rttMs");
        to.putNull("lossRatio");
        to.put("at", unreachable.at().toString());
        to.set("failure", FailureJson.of(unreachable.cause(), messages));
      }
      case Cell.NotMeasured unmeasured -> {
        to.putNull("rttMs");
        to.putNull("lossRatio");
        to.putNull("at");
        to.put("cause", unmeasured.why().code());
      }
    }
  }

  static String write(MatrixSnapshot matrix, Messages messages) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(of(matrix, messages));
  }

  /** Milliseconds to the microsecond. */
  static double millis(Duration rtt) {
    return Math.round(rtt.toNanos() / 1_000.0) / 1_000.0;
  }
}
