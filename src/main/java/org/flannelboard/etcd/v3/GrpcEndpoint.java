package org.flannelboard.etcd.v3;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractBlockingStub;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.etcd.Attempt;
import org.flannelboard.etcd.EtcdTunnel;
import org.flannelboard.etcd.PemTls;
import org.flannelboard.etcd.SilentHandshake;
import org.flannelboard.etcd.StoreFailure;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC channel to one endpoint.
 *
 * <p>Every call carries its deadline to the wire and is never repeated. gRPC's own tracer says
 * whether a call reached a connection at all: that is the proof a failover of writes needs, and the
 * reason why the generated stubs are used and not jetcd's client above them, which has neither a
 * deadline a call nor a say in what it repeats.
 */
final class GrpcEndpoint implements AutoCloseable {

  /** A dead address must not cost more than a share of any deadline. */
  private static final int CONNECT_MILLIS = 3_000;

  /** A silent peer of an open stream is noticed; etcd tolerates a ping every five seconds. */
  private static final long KEEP_ALIVE_SECONDS = 20;

  private final URI endpoint;
  private final HostPort target;
  private final @Nullable Security security;
  private final @Nullable EtcdTunnel tunnel;
  private @Nullable ManagedChannel channel;

  GrpcEndpoint(URI endpoint, @Nullable Security security, @Nullable EtcdTunnel tunnel) {
    this.endpoint = endpoint;
    this.target = EtcdTunnel.target(endpoint);
    this.security = security;
    this.tunnel = tunnel;
  }

  /**
   * Mutual TLS to an endpoint.
   *
   * @param context the JDK's TLS, whose exceptions we know how to read, with HTTP/2 announced
   * @param handshake asks again why a connection was lost
   */
  record Security(SslContext context, SilentHandshake handshake) {

    static Security of(PemTls tls, @Nullable EtcdTunnel tunnel) {
      try {
        SslContext context =
            GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .keyManager(tls.keyManager())
                .trustManager(tls.trustManager())
                .build();
        return new Security(context, new SilentHandshake(tls.context(), tunnel));
      } catch (SSLException e) {
        throw new IllegalStateException("material that was checked cannot fail here", e);
      }
    }
  }

  /** One call on a stub. */
  @FunctionalInterface
  interface Call<S, T> {
    T on(S stub) throws StatusException;
  }

  <T> Attempt<T> kv(String key, Deadline deadline, Call<KVGrpc.KVBlockingV2Stub, T> call) {
    return call(KVGrpc.newBlockingV2Stub(channel()), key, deadline, call);
  }

  <T> Attempt<T> lease(String key, Deadline deadline, Call<LeaseGrpc.LeaseBlockingV2Stub, T> call) {
    return call(LeaseGrpc.newBlockingV2Stub(channel()), key, deadline, call);
  }

  WatchGrpc.WatchBlockingV2Stub watch() {
    return WatchGrpc.newBlockingV2Stub(channel());
  }

  @Override
  public synchronized void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  private <S extends AbstractBlockingStub<S>, T> Attempt<T> call(
      S stub, String key, Deadline deadline, Call<S, T> call) {
    SentProof proof = new SentProof();
    try {
      return new Attempt.Answered<>(
          call.on(
              traced(stub, proof)
                  .withDeadlineAfter(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)));
    } catch (StatusException e) {
      return verdict(
          GrpcVerdict.of(endpoint.toString(), key, e.getStatus(), proof.sent()), deadline);
    }
  }

  private <T> Attempt<T> verdict(Attempt<T> attempt, Deadline deadline) {
    if (security != null && attempt instanceof Attempt.Missed<T> loss) {
      return refused(security.handshake().explain(endpoint, loss, deadline));
    }
    return refused(attempt);
  }

  private <T> Attempt<T> refused(Attempt<T> attempt) {
    if (tunnel != null
        && attempt instanceof Attempt.Missed<T>(StoreFailure.Unreachable _, boolean taken)
        && !taken) {
      return tunnel
          .refusal(target)
          .<Attempt<T>>map(
              why ->
                  new Attempt.Missed<>(StoreFailure.unreachable(endpoint.toString(), why), false))
          .orElse(attempt);
    }
    return attempt;
  }

  private static <S extends AbstractBlockingStub<S>> S traced(S stub, SentProof proof) {
    return stub.withInterceptors(
        new ClientInterceptor() {
          @Override
          public <Q, R> ClientCall<Q, R> interceptCall(
              MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            return next.newCall(method, options.withStreamTracerFactory(proof));
          }
        });
  }

  /** The channel; a new one after a failure, because a failed one goes on refusing for a while. */
  private synchronized ManagedChannel channel() {
    ManagedChannel present = channel;
    if (present != null && present.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
      return present;
    }
    if (present != null) {
      present.shutdownNow();
    }
    ManagedChannel fresh = build();
    channel = fresh;
    return fresh;
  }

  private ManagedChannel build() {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(target.host(), target.port())
            .disableRetry()
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    if (security == null) {
      builder.usePlaintext();
    } else {
      builder.sslContext(security.context());
    }
    // Without a tunnel nothing may be asked for a proxy: the endpoint is meant as it is written.
    EtcdTunnel through = tunnel;
    builder.proxyDetector(
        through == null
            ? _ -> null
            : _ ->
                HttpConnectProxiedSocketAddress.newBuilder()
                    .setProxyAddress(through.door(target))
                    .setTargetAddress(
                        InetSocketAddress.createUnresolved(target.host(), target.port()))
                    .setHeaders(Map.of("Proxy-Authorization", through.authorization()))
                    .build());
    return builder.build();
  }
}
