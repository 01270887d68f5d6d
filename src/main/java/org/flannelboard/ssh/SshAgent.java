package org.flannelboard.ssh;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import org.flannelboard.base.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ssh-agent behind its socket (draft-miller-ssh-agent). It signs; keys never leave it. Each
 * request uses a connection of its own, as an agent may come and go.
 */
final class SshAgent {

  private static final Logger LOG = LoggerFactory.getLogger(SshAgent.class);

  private static final byte REQUEST_IDENTITIES = 11;
  private static final byte IDENTITIES_ANSWER = 12;
  private static final byte SIGN_REQUEST = 13;
  private static final byte SIGN_RESPONSE = 14;

  private static final long RSA_SHA2_256 = 2;
  private static final long RSA_SHA2_512 = 4;

  /** What OpenSSH's agent takes and gives at most. */
  private static final int MESSAGE_LIMIT = 256 * 1024;

  private final Path socket;

  SshAgent(Path socket) {
    this.socket = socket;
  }

  /** The keys it holds; none if it does not answer. */
  List<HostKey> keys(Deadline deadline) throws Bounded.GaveUp {
    try {
      Buffer.PlainBuffer answer =
          request(
              new Buffer.PlainBuffer().putByte(REQUEST_IDENTITIES), IDENTITIES_ANSWER, deadline);
      List<HostKey> keys = new ArrayList<>();
      for (long left = answer.readUInt32(); left > 0; left--) {
        HostKey.of(answer.readBytes()).ifPresent(keys::add);
        answer.readBytes(); // comment
      }
      return keys;
    } catch (IOException e) {
      LOG.info("the agent at {} is of no use: {}", socket, e.toString());
      return List.of();
    }
  }

  /**
   * A signature of the data, with its algorithm's name, as SSH sends it.
   *
   * @throws IOException if it does not answer or refuses, for example because its owner declined
   */
  byte[] sign(HostKey key, byte[] data, String algorithm, Deadline deadline)
      throws IOException, Bounded.GaveUp {
    long flags =
        switch (algorithm) {
          case "rsa-sha2-256" -> RSA_SHA2_256;
          case "rsa-sha2-512" -> RSA_SHA2_512;
          default -> 0;
        };
    Buffer.PlainBuffer request =
        new Buffer.PlainBuffer()
            .putByte(SIGN_REQUEST)
            .putBytes(key.blob())
            .putBytes(data)
            .putUInt32(flags);
    return request(request, SIGN_RESPONSE, deadline).readBytes();
  }

  private Buffer.PlainBuffer request(Buffer.PlainBuffer request, byte expected, Deadline deadline)
      throws IOException, Bounded.GaveUp {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return Bounded.call(
          "ssh agent",
          deadline,
          () -> closeQuietly(channel),
          () -> {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return exchange(channel, request.getCompactData(), expected);
          });
    }
  }

  private static Buffer.PlainBuffer exchange(SocketChannel channel, byte[] request, byte expected)
      throws IOException {
    ByteBuffer out = ByteBuffer.allocate(4 + request.length).putInt(request.length).put(request);
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
    int length = in.readInt();
    if (length < 1 || length > MESSAGE_LIMIT) {
      throw new IOException("the agent answered with " + length + " bytes");
    }
    byte[] answer = in.readNBytes(length);
    if (answer.length < length) {
      throw new EOFException("the agent hung up");
    }
    Buffer.PlainBuffer buffer = new Buffer.PlainBuffer(answer);
    if (buffer.readByte() != expected) {
      throw new IOException("the agent refused");
    }
    return buffer;
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing the agent's socket", e); // it is of no use any more either way
    }
  }
}
