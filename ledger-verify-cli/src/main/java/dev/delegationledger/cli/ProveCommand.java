package dev.delegationledger.cli;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.CheckpointChoice;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.proof.TlogProof;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code prove ACTION --ledger DIR -o FILE [--format ...] [--disclose ...] [--checkpoint NOTE |
 * --newest] [--since OLD]} and {@code prove --again OLD --ledger DIR -o FILE}: writes a proof.
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
  private static final String AUTHORITY_PROOF = "authority-proof";
  private static final String TLOG_PROOF = "tlog-proof";

  private final Streams streams;

  @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = ACTION)
  private @Nullable String action;

  @Option(
      names = "--again",
      paramLabel = "OLD",
      description =
          "In place of ACTION: an older proof file, to be made again under the newest checkpoint"
              + " and so under the key that the ledger has now. It discloses the same, but for what"
              + " was erased since. Refused unless OLD is of this ledger's history; - is stdin.")
  private @Nullable Path again;

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
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = AUTHORITY_PROOF,
      description =
          "authority-proof, the default, shows who authorised the action; tlog-proof (C2SP) shows"
              + " only that one record is in the log, to any reader of transparency logs, and"
              + " ACTION may be the index of any record then.")
  private String format;

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
              + " under; - is stdin. Without this option the newest one that the ledger keeps with"
              + " cosignatures, if that covers the action, else the newest.")
  private @Nullable Path kept;

  @Option(
      names = "--newest",
      description =
          "To prove the action under the newest checkpoint, under the ledger's signature alone: for"
              + " verifiers that know no witness.")
  private boolean newest;

  @Option(
      names = "--since",
      paramLabel = "OLD",
      description =
          "An older proof, checkpoint or receipt (tlog-proof) of this ledger: show that the log"
              + " still begins with it, for whoever verifies with --since.")
  private @Nullable Path since;

  ProveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    Making making = again == null ? anew() : again(again);
    byte[] proof;
    try (ReadableStore store = LedgerDirectory.open(ledger.directory)) {
      proof = export(store, making);
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

  /** What makes the file. */
  private interface Making {
    byte[] file(StoredLedger ledger) throws RefusedException;
  }

  private Making again(Path old) throws Failure {
    if (action != null
        || disclose != null
        || kept != null
        || newest
        || since != null
        || !format.equals(AUTHORITY_PROOF)) {
      throw Failure.usage(
          "read --again: expected neither ACTION nor --disclose, --checkpoint, --newest, --since or"
              + " --format beside it",
          "leave them out: the older proof says which action it is, and what it discloses");
    }
    byte[] file = InputFile.read(old, AuthorityProof.MAX_SIZE, streams);
    try {
      AuthorityProof older = AuthorityProof.parse(file);
      return stored -> ProofExporter.fileAgain(stored, older);
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    }
  }

  private Making anew() throws Failure {
    if (action == null) {
      throw Failure.usage(
          "read ACTION: expected one, or --again with an older proof, got neither",
          "name the action by its jti or record index");
    }
    ActionReference named = ActionReference.of(action);
    Exporter exporter = exporter();
    return stored -> exporter.file(stored, named.in(stored));
  }

  /** What makes the file of a record. */
  private interface Exporter {
    byte[] file(StoredLedger ledger, long index) throws RefusedException;
  }

  private Exporter exporter() throws Failure {
    Set<Disclose> opened = disclosed();
    Choice choice = choice();
    if (format.equals(AUTHORITY_PROOF)) {
      OptionalLong size =
          since == null
              ? OptionalLong.empty()
              : OptionalLong.of(
                  VerifyCommand.older(since, streams).checkpoint().checkpoint().size());
      return (stored, index) ->
          authorityProof(stored, choice.of(stored, index), index, opened, size);
    }
    if (!format.equals(TLOG_PROOF)) {
      throw Failure.usage(
          "read --format: expected authority-proof or tlog-proof, got '" + format + "'",
          "leave it out for a proof of who authorised the action");
    }
    if (disclose != null) {
      throw Failure.usage(
          "read --disclose: expected none with --format tlog-proof, got '" + disclose + "'",
          "leave it out: a tlog-proof holds the record as it stands in the log, and opens nothing");
    }
    if (since != null) {
      throw Failure.usage(
          "read --since: expected none with --format tlog-proof, got '" + since + "'",
          "leave it out: a tlog-proof shows one record only; compare it with what was kept");
    }
    return (stored, index) -> TlogProof.of(stored, choice.of(stored, index), index).toBytes();
  }

  /** Which checkpoint a record is proven under. */
  private interface Choice {
    SignedCheckpoint of(StoredLedger ledger, long index) throws RefusedException;
  }

  private Choice choice() throws Failure {
    if (kept == null) {
      return newest ? (stored, index) -> CheckpointChoice.newest(stored) : CheckpointChoice::best;
    }
    if (newest) {
      throw Failure.usage(
          "read --newest: expected it without --checkpoint, got both", "leave one of them out");
    }
    SignedCheckpoint under = checkpoint(kept);
    return (stored, index) -> under;
  }

  private static byte[] authorityProof(
      StoredLedger stored,
      SignedCheckpoint under,
      long index,
      Set<Disclose> opened,
      OptionalLong since)
      throws RefusedException {
    AuthorityProof proof = ProofExporter.export(stored, under, index, opened);
    return ProofExporter.file(
        since.isPresent() ? ProofExporter.since(stored, proof, since.getAsLong()) : proof);
  }

  private SignedCheckpoint checkpoint(Path file) throws Failure {
    byte[] note = InputFile.read(file, SignedCheckpoint.MAX_SIZE, streams);
    try {
      return SignedCheckpoint.parse(new String(note, StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    }
  }

  private static byte[] export(ReadableStore store, Making making) throws Failure {
    try {
      return making.file(StoredLedger.over(store));
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
