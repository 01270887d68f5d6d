package org.flannelboard.ssh;

import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;
import org.jspecify.annotations.Nullable;

/**
 * A {@code publickey} request (RFC 4252 section 7), in one of its two forms: the question whether a
 * key would do, or the proof. sshj's own method signs on the thread that reads from the server; an
 * agent that asks its owner, or a passphrase, would hold up the connection there.
 */
final class PublicKeyAuth extends AbstractAuthMethod {

  /** The server would take the key: the answer to the question. */
  static final class Acceptable extends UserAuthException {
    Acceptable() {
      super("the key is acceptable");
    }
  }

  private final HostKey key;
  private final String algorithm;
  private final byte @Nullable [] signature;

  private PublicKeyAuth(HostKey key, String algorithm, byte @Nullable [] signature) {
    super("publickey");
    this.key = key;
    this.algorithm = algorithm;
    this.signature = signature;
  }

  /** Asks; ends with {@link Acceptable} or with a refusal. */
  static PublicKeyAuth question(HostKey key, String algorithm) {
    return new PublicKeyAuth(key, algorithm, null);
  }

  /** Proves. */
  static PublicKeyAuth proof(HostKey key, String algorithm, byte[] signature) {
    return new PublicKeyAuth(key, algorithm, signature);
  }

  /** What is to be signed: the session, and the request up to its signature. */
  static byte[] toBeSigned(Transport transport, String user, HostKey key, String algorithm) {
    return new Buffer.PlainBuffer()
        .putString(transport.getSessionID())
        .putByte(Message.USERAUTH_REQUEST.toByte())
        .putString(user)
        .putString("ssh-connection")
        .putString("publickey")
        .putBoolean(true)
        .putString(algorithm)
        .putBytes(key.blob())
        .getCompactData();
  }

  @Override
  protected SSHPacket buildReq() throws UserAuthException {
    SSHPacket request =
        super.buildReq().putBoolean(signature != null).putString(algorithm).putBytes(key.blob());
    return signature == null ? request : request.putBytes(signature);
  }

  @Override
  public void handle(Message message, SSHPacket packet)
      throws UserAuthException, TransportException {
    if (message == Message.USERAUTH_60) {
      throw new Acceptable();
    }
    super.handle(message, packet);
  }
}
