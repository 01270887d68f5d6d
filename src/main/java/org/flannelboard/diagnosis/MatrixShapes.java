package org.flannelboard.diagnosis;

import org.flannelboard.probe.matrix.MatrixSnapshot;

/** From red cells to what they have in common. */
final class MatrixShapes {

  private MatrixShapes() {}

  static MatrixShape of(MatrixSnapshot matrix) {
    return new MatrixShape.AllReached();
  }
}
