package dev.delegationledger.docs;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes docs/examples anew, after a change of a format; the tests then name what docs/format.md
 * has to say instead. Run it with the folder as its argument.
 */
final class WriteExample {
  private WriteExample() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    ExampleLedger example = ExampleLedger.make();
    Files.write(folder.resolve("authority-proof.json"), example.proof().toBytes());
    Files.write(folder.resolve("trust.json"), example.trustFile());
    Files.write(folder.resolve("action.tlog-proof"), example.tlogProof().toBytes());
    Files.write(folder.resolve("misbehaviour.json"), example.evidence().toBytes());
  }
}
