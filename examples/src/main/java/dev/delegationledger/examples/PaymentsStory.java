package dev.delegationledger.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * An agent of an agent pays an invoice that two humans approved, and the payment is traced back to
 * a named human. The sub-agent is suspended in mid-task, and its key is declared compromised. And
 * what must not work: an honest ledger refuses it, and a dishonest one is found out.
 *
 * <p>It leaves both ledgers, the trust file and a proof of every action in a folder. Whatever does
 * not come out as the story says ends it with an exception.
 */
public final class PaymentsStory {
  private PaymentsStory() {}

  /** Plays the story into the folder that is named. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("expected the folder to write to");
    }
    SecureRandom random = new SecureRandom();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    play(Path.of(arguments[0]), People.withFreshKeys(random), random, out);
  }

  static void play(Path folder, People people, SecureRandom random, PrintStream out)
      throws Exception {
    Clock clock = Clock.systemUTC();
    Incident incident = Incident.startIn(folder);
    new HonestOperator(incident, people, out).run(clock, random);
    new DishonestOperator(incident, people, out).run(clock, random);
    new YearsLater(incident, people, out).run(clock, random);
    incident.finish();

    out.println();
    out.println("What a verifier finds who has trust.json and the proof files, and nothing else");
    incident.verify().forEach(line -> out.println("  " + line));
    out.println();
    out.println("$ ledger-verify trace " + incident.payment() + " --ledger ... --trust ...");
    out.println();
    out.print(incident.trace());
  }
}
