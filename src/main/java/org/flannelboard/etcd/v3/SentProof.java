package org.flannelboard.etcd.v3;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Watches one call and knows whether it was ever put on a connection. */
final class SentProof extends ClientStreamTracer.Factory {

  private volatile boolean sent;

  /** Whether the server may have seen the call. False is a proof that it did not. */
  boolean sent() {
    return sent;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void streamCreated(Attributes transport, Metadata headers) {
        sent = true;
      }
    };
  }
}
