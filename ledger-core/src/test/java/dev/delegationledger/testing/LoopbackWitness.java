package dev.delegationledger.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.witness.AddCheckpoint;
import dev.delegationledger.witness.Witness;
import dev.delegationledger.witness.WitnessAnswer;
import dev.delegationledger.witness.WitnessStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A witness behind a real HTTP server on loopback. It is honest, until a test says how it answers
 * instead.
 */
public final class LoopbackWitness implements AutoCloseable {
  /** How it answers a request. */
  public interface Manners {
    void answer(HttpExchange exchange, byte[] body) throws IOException;
  }

  /** What it signs with. */
  public final Cosigner cosigner;

  /** What answers while it is honest. */
  public final Witness witness;

  /** What it was asked, oldest first. */
  public final List<AddCheckpoint> asked = new CopyOnWriteArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int port;
  private volatile Manners manners;
  private volatile HttpServer server;

  private LoopbackWitness(Clock clock, Cosigner cosigner, VerifierKey log) {
    this.cosigner = cosigner;
    this.witness = Witness.of(WitnessStore.over(MemoryStore.empty()), clock, cosigner).knowing(log);
    this.manners = this::honest;
    this.server = serve(0);
    this.port = server.getAddress().getPort();
  }

  /** An honest one that knows the scene's ledger. */
  public static LoopbackWitness of(Scene s, String name) {
    InMemorySigner key = InMemorySigner.generate(Suite.ED25519, s.random);
    return of(
        s.time,
        Cosigner.of("witness.example/" + name, key),
        VerifierKey.of(Scene.ORIGIN, s.ledgerKey.publicKey()));
  }

  /** An honest one that knows a log. */
  public static LoopbackWitness of(Clock clock, Cosigner cosigner, VerifierKey log) {
    return new LoopbackWitness(clock, cosigner, log);
  }

  private HttpServer serve(int atPort) {
    try {
      HttpServer begun =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 0);
      begun.setExecutor(threads);
      begun.createContext("/w/add-checkpoint", this::handle);
      begun.start();
      return begun;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      try {
        asked.add(AddCheckpoint.parse(body));
      } catch (RefusedException e) {
        throw new IllegalStateException(e);
      }
      manners.answer(exchange, body);
    }
  }

  /** Answers as the document says. */
  public void honest(HttpExchange exchange, byte[] body) throws IOException {
    WitnessAnswer answer = witness.addCheckpoint(body);
    send(exchange, answer.status().code(), answer.contentType(), answer.body());
  }

  /** Sends an answer. */
  public static void send(HttpExchange exchange, int code, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Answers so from here on. */
  public LoopbackWitness answering(Manners as) {
    manners = as;
    return this;
  }

  /** Always answers so. */
  public LoopbackWitness answering(int code, String type, String body) {
    return answering((exchange, request) -> send(exchange, code, type, body));
  }

  /** Answers as the document says, from here on. */
  public LoopbackWitness honestAgain() {
    return answering(this::honest);
  }

  /** Nobody listens from here on. */
  public void vanish() {
    server.stop(0);
  }

  /** Listens again, where it did. */
  public void comeBack() {
    server = serve(port);
  }

  /** What a policy says after its key: the submission prefix. */
  public String url() {
    return "http://127.0.0.1:" + port + "/w";
  }

  /** Its line in a policy. */
  public String line(String name) {
    return "witness " + name + " " + cosigner.key().text() + " " + url() + "\n";
  }

  @Override
  public void close() {
    vanish();
    threads.shutdownNow();
  }
}
