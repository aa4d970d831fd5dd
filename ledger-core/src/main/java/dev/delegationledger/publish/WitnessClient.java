package dev.delegationledger.publish;

import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.NodeReader;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.publish.WitnessStatus.State;
import dev.delegationledger.witness.AddCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one witness for cosignatures: {@code POST <submission prefix>/add-checkpoint} (C2SP
 * tlog-witness). Nothing that it answers is believed: a cosignature counts once it verifies under
 * the policy's key over the checkpoint that was shown. Thread-safe.
 */
final class WitnessClient {
  /** More than one happens only where others show the same ledger's checkpoints meanwhile. */
  private static final int MOST_CONFLICTS = 3;

  private static final int MOST_QUOTED = 120;
  private static final String SIZE_TYPE = "text/x.tlog.size";

  private final HttpClient http;
  private final URI uri;
  private final CosignerKey key;
  private final Duration timeout;
  private final NodeReader nodes;

  /**
   * @param timeout of one request, up to the last byte of its answer
   * @param nodes of the log's tree, which the consistency proofs are made of
   */
  WitnessClient(HttpClient http, URI prefix, CosignerKey key, Duration timeout, NodeReader nodes) {
    this.http = http;
    this.uri = addCheckpoint(prefix);
    this.key = key;
    this.timeout = timeout;
    this.nodes = nodes;
  }

  private static URI addCheckpoint(URI prefix) {
    String text = prefix.toString();
    return URI.create((text.endsWith("/") ? text : text + "/") + "add-checkpoint");
  }

  /**
   * Shows the witness a checkpoint.
   *
   * @param old how many records it cosigned last, as far as is known; it says so if that is wrong
   */
  Answer ask(SignedCheckpoint shown, long old) throws InterruptedException {
    long size = shown.checkpoint().size();
    long from = Math.min(old, size);
    for (int conflicts = 0; ; conflicts++) {
      HttpResponse<byte[]> response;
      try {
        response = post(new AddCheckpoint(from, path(from, size), shown));
      } catch (TimeoutException e) {
        return Answer.of(State.TIMED_OUT, "expected an answer within " + timeout + ", got none");
      } catch (ExecutionException e) {
        return failed(e);
      }
      if (response.statusCode() != 409) {
        return answer(response, shown, from);
      }
      OptionalLong told = size(response);
      if (told.isEmpty()) {
        return Answer.of(
            State.INVALID_ANSWER,
            "expected a size with 409 in " + SIZE_TYPE + ", got another body");
      }
      long saw = told.getAsLong();
      if (saw > size) {
        return Answer.saw(
            State.SAW_MORE,
            saw,
            "the witness says that it cosigned " + saw + " records, the ledger has " + size);
      }
      if (saw == from && from == size) {
        return otherHistory(size);
      }
      if (saw == from || conflicts == MOST_CONFLICTS) {
        return Answer.of(
            State.INVALID_ANSWER,
            "expected a cosignature from " + from + " records on, got 409 with " + saw);
      }
      from = saw;
    }
  }

  /** There is nothing to prove from no records on. */
  private List<Hash> path(long from, long size) {
    return from == 0 ? List.of() : MerkleTree.consistencyPath(from, size, nodes);
  }

  private HttpResponse<byte[]> post(AddCheckpoint request)
      throws InterruptedException, TimeoutException, ExecutionException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .POST(BodyPublishers.ofByteArray(request.toBytes()))
                .build(),
            head -> new BoundedBody(SignedCheckpoint.MAX_SIZE));
    try {
      // The request's own time-out ends with the head of the answer; the body may never end.
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private static Answer failed(ExecutionException failure) {
    Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
    if (cause instanceof HttpTimeoutException) {
      return Answer.of(State.TIMED_OUT, "expected an answer, got none in time");
    }
    if (cause instanceof BoundedBody.TooLong) {
      return Answer.of(State.INVALID_ANSWER, "read answer: " + cause.getMessage());
    }
    if (cause instanceof IOException) {
      return Answer.of(
          State.UNREACHABLE,
          "expected an answer, got "
              + cause.getClass().getSimpleName()
              + " "
              + printable(String.valueOf(cause.getMessage())));
    }
    if (cause instanceof Error error) {
      throw error;
    }
    // the client reads an answer's head by itself, and throws whatever that leads to
    return Answer.of(
        State.INVALID_ANSWER,
        "expected HTTP, got "
            + cause.getClass().getSimpleName()
            + " "
            + printable(String.valueOf(cause.getMessage())));
  }

  private Answer answer(HttpResponse<byte[]> response, SignedCheckpoint shown, long from) {
    int code = response.statusCode();
    if (code == 200) {
      return cosigned(response.body(), shown);
    }
    if (code == 422) {
      return otherHistory(from);
    }
    State state =
        switch (code) {
          case 403 -> State.FORBIDDEN;
          case 404 -> State.UNKNOWN_LOG;
          case 429 -> State.UNAVAILABLE;
          default ->
              code >= 500 ? State.UNAVAILABLE : code >= 400 ? State.REFUSED : State.INVALID_ANSWER;
        };
    return Answer.of(
        state, "expected 200, got " + code + " " + printable(text(response.body())).strip());
  }

  private Answer cosigned(byte[] body, SignedCheckpoint shown) {
    try {
      return Answer.cosigned(key.find(shown.checkpoint(), text(body)));
    } catch (RefusedException e) {
      return Answer.of(State.INVALID_ANSWER, printable(e.refusal().detail()));
    }
  }

  private static Answer otherHistory(long from) {
    return Answer.saw(
        State.OTHER_HISTORY,
        from,
        "the witness says that the " + from + " records it cosigned do not begin this ledger");
  }

  private static OptionalLong size(HttpResponse<byte[]> conflict) {
    String type = conflict.headers().firstValue("Content-Type").orElse("");
    String body = text(conflict.body());
    if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(SIZE_TYPE)
        || !body.matches("(0|[1-9][0-9]{0,12})\n")) {
      return OptionalLong.empty();
    }
    long size = Long.parseLong(body.strip());
    return size <= Merkle.MAX_SIZE ? OptionalLong.of(size) : OptionalLong.empty();
  }

  /** Bytes that are not UTF-8 are in no signature line. */
  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static String printable(String text) {
    String head = text.substring(0, Math.min(MOST_QUOTED, text.length()));
    return head.replaceAll("[^ -~]+", " ");
  }
}
