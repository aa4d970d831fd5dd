package dev.delegationledger.publish;

import dev.delegationledger.testing.LoopbackWitness;
import dev.delegationledger.testing.Scene;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;

/** A ledger with one witness, and whoever else may answer in its place. */
abstract class OneWitness {
  final Scene s = Scene.open();
  final LoopbackWitness witness = LoopbackWitness.of(s, "1");

  @AfterEach
  final void close() {
    s.ledger.close();
    witness.close();
  }

  /** Answers every connection with the same bytes, whatever it is asked, until it is closed. */
  static ServerSocket serving(String answer) throws IOException {
    ServerSocket server = new ServerSocket(0);
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read(new byte[1 << 16]);
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                  // by the client, or at the end
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** The line of a policy, with this server instead of the witness's. */
  static String at(ServerSocket server, String line) {
    return line.replaceAll("http://[^\n]*", "http://127.0.0.1:" + server.getLocalPort() + "/w");
  }
}
