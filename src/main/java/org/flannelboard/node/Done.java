package org.flannelboard.node;

/** The answer of an operation that has nothing to tell but that it happened. */
public enum Done {
  DONE
}
