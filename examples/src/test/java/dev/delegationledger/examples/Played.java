package dev.delegationledger.examples;

import dev.delegationledger.json.Json;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The story, played into a folder.
 *
 * @param incident what it left
 * @param people whose keys must not be there
 * @param printed what it said
 */
record Played(Path incident, People people, String printed) {
  private static final int MAX_SIZE = 1 << 20;

  static Played into(Path folder) throws Exception {
    SecureRandom random = new SecureRandom();
    People people = People.withFreshKeys(random);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PaymentsStory.play(
        folder, people, random, new PrintStream(printed, true, StandardCharsets.UTF_8));
    return new Played(folder, people, printed.toString(StandardCharsets.UTF_8));
  }

  byte[] bytes(String name) throws Exception {
    return Files.readAllBytes(incident.resolve(name));
  }

  /** The elements of actions.json that were recorded. */
  List<Members> actions() throws Exception {
    return listed(false);
  }

  /** Those that were denied. */
  List<Members> denials() throws Exception {
    return listed(true);
  }

  private List<Members> listed(boolean denied) throws Exception {
    List<Members> actions = new ArrayList<>();
    for (Value value : ((Value.Arr) Json.parse(bytes("actions.json"), MAX_SIZE)).items()) {
      Members action = members(value);
      if (action.names().contains("denial") == denied) {
        actions.add(action);
      }
    }
    return actions;
  }

  /** What a command printed with --json. */
  static Members answer(Launcher.Ran ran) throws Exception {
    return members(Json.parse(ran.out().getBytes(StandardCharsets.UTF_8), MAX_SIZE));
  }

  static Members members(Value value) throws RefusedException {
    return Members.of(value, "", Reason.PROOF_MALFORMED);
  }
}
