package dev.delegationledger.cli;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code prove ACTION --ledger DIR -o FILE [--disclose ...] [--checkpoint NOTE]}: writes a proof
 * file.
 */
@Command(
    name = "prove",
    description = "Writes the proof file of an action, permitted or forbidden: it judges nothing.")
final class ProveCommand implements Callable<Integer> {
  /** How ACTION is read, for the help text. */
  static final String ACTION =
      "The action: digits alone are a record index, anything else is its jti"
          + " (jti:42 is the jti 42).";

  private static final String NONE = "none";

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "ACTION", description = ACTION)
  private String action;

  @Mixin private Options.Ledger ledger;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write, wholly or not at all, readable by its owner only. One that is there"
              + " is replaced.")
  private Path output;

  @Option(
      names = "--disclose",
      paramLabel = "WHAT",
      description =
          "What to open, comma separated: name, task, arguments, context, intent, result, reason;"
              + " or none. Without this option everything that is there.")
  private @Nullable String disclose;

  @Option(
      names = "--checkpoint",
      paramLabel = "NOTE",
      description =
          "A checkpoint of this ledger that was kept, with its cosignatures, to prove the action"
              + " under; - is stdin. Without this option the newest.")
  private @Nullable Path kept;

  ProveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    Set<Disclose> opened = disclosed();
    Optional<SignedCheckpoint> under = kept == null ? Optional.empty() : checkpoint(kept);
    byte[] proof;
    try (ReadableStore store = LedgerDirectory.open(ledger.directory)) {
      proof = export(store, under, opened);
    }
    OutputFile.write(output, proof);
    streams
        .err()
        .println(
            "ledger-verify: wrote "
                + SafeText.of(output.toString())
                + ", "
                + proof.length
                + " bytes");
    return ExitCode.OK;
  }

  private Optional<SignedCheckpoint> checkpoint(Path file) throws Failure {
    byte[] note = InputFile.read(file, SignedCheckpoint.MAX_SIZE, streams);
    try {
      return Optional.of(SignedCheckpoint.parse(new String(note, StandardCharsets.UTF_8)));
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    }
  }

  private byte[] export(ReadableStore store, Optional<SignedCheckpoint> under, Set<Disclose> opened)
      throws Failure {
    try {
      StoredLedger stored = StoredLedger.over(store);
      long index = ActionReference.of(action).in(stored);
      return under.isPresent()
          ? ProofExporter.file(stored, under.get(), index, opened)
          : ProofExporter.file(stored, index, opened);
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    } catch (StoreException e) {
      throw Failure.refused(Verdicts.unreadable(e));
    }
  }

  private Set<Disclose> disclosed() throws Failure {
    if (disclose == null) {
      return EnumSet.allOf(Disclose.class);
    }
    Set<Disclose> opened = EnumSet.noneOf(Disclose.class);
    if (disclose.equals(NONE)) {
      return opened;
    }
    for (String word : disclose.split(",", -1)) {
      Optional<Disclose> kind = Named.ofCode(Disclose.class, word);
      if (kind.isEmpty()) {
        throw Failure.usage(
            "read --disclose: expected name, task, arguments, context, intent, result or reason,"
                + " got '"
                + word
                + "'",
            "separate them by commas, or say none alone");
      }
      opened.add(kind.get());
    }
    return opened;
  }
}
