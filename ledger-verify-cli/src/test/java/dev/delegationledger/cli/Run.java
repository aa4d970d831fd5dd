package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Value;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one run of the command ended. */
record Run(int exitCode, String out, String err) {
  /** Runs a command with nothing on stdin. */
  static Run of(List<String> arguments) {
    return of(InputStream.nullInputStream(), arguments);
  }

  /** Runs a command in this process. */
  static Run of(InputStream stdin, List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        LedgerVerify.run(
            arguments,
            new Streams(
                stdin,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                CommandsTest.CLOCK));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  Run exits(int expected) {
    assertThat(exitCode).as("exit code; stdout: %s; stderr: %s", out, err).isEqualTo(expected);
    assertThat(err).as("no stack trace").doesNotContain("\tat ").doesNotContain("Exception in");
    return this;
  }

  /** Nothing but the answer was said. */
  Run quietly() {
    assertThat(err).isEmpty();
    return this;
  }

  /** An error without an answer: one line and a hint on stderr, nothing on stdout. */
  Run failsWith(String message) {
    assertThat(out).isEmpty();
    assertThat(err.lines().toList()).hasSize(2);
    assertThat(err).startsWith("ledger-verify: error: ").contains(message, "\nhint: ");
    return this;
  }

  /** stdout, as exactly one line of strict JSON. */
  Value.Obj json() {
    assertThat(out).endsWith("}\n").matches("[^\n]+\n");
    try {
      return (Value.Obj) Json.parse(out.getBytes(StandardCharsets.UTF_8), 1 << 24);
    } catch (JsonException e) {
      throw new AssertionError(out, e);
    }
  }

  /** A member of stdout's JSON, by names and list indexes joined by slashes; null if absent. */
  static @Nullable Value at(Value json, String path) {
    Value value = json;
    for (String step : path.split("/", -1)) {
      if (value instanceof Value.Arr list && Integer.parseInt(step) < list.items().size()) {
        value = list.items().get(Integer.parseInt(step));
      } else if (value instanceof Value.Obj object && object.members().containsKey(step)) {
        value = object.members().get(step);
      } else {
        return null;
      }
    }
    return value;
  }

  /** The items of a list in stdout's JSON. */
  static List<Value> list(Value json, String path) {
    return at(json, path) instanceof Value.Arr list ? list.items() : List.of();
  }

  Run says(String path, @Nullable String expected) {
    assertThat(at(json(), path))
        .as(path)
        .isEqualTo(expected == null ? Value.NULL : Value.of(expected));
    return this;
  }

  Run says(String path, long expected) {
    assertThat(at(json(), path)).as(path).isEqualTo(Value.of(expected));
    return this;
  }
}
