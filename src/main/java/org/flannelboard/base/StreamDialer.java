package org.flannelboard.base;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Opens byte streams to hosts that this machine may not reach itself, for example through a node
 * over SSH ({@code direct-tcpip}, RFC 4254 section 7.2). Names are resolved at the far end.
 */
@FunctionalInterface
public interface StreamDialer {

  /** A two-way byte stream. Closing it ends both directions and wakes blocked readers. */
  interface ByteStream extends Closeable {
    InputStream input();

    OutputStream output();
  }

  /**
   * Connects to the target.
   *
   * @throws IOException if the far end refuses or does not answer before the deadline
   */
  ByteStream dial(HostPort target, Deadline deadline) throws IOException;
}
