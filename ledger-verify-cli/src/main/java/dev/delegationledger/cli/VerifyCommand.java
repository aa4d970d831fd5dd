package dev.delegationledger.cli;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.Comparison;
import dev.delegationledger.proof.KeptHistory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code verify PROOF --trust TRUST [--since OLD [--evidence FILE]] [--json]}: offline, without
 * RocksDB. It verifies evidence of misbehaviour too.
 */
@Command(
    name = "verify",
    description =
        "Verifies a proof file offline: which human authorised the action, through whom? Of"
            + " evidence of misbehaviour: does it convict the ledger's key?")
final class VerifyCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "PROOF",
      description = "The proof file, or one of evidence, at most 4 MiB; - is stdin.")
  private Path proof;

  @Mixin private Options.Trust trust;

  @Option(
      names = "--since",
      paramLabel = "OLD",
      description =
          "An older proof, checkpoint or receipt (tlog-proof) that was kept: the proof's log must"
              + " go on from it. The proof must have been made for that (prove --since).")
  private @Nullable Path since;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description =
          "Where to write the evidence, if the history that was kept was rewritten; nothing is"
              + " written otherwise. Only with --since.")
  private @Nullable Path evidence;

  @Mixin private Options.AsJson json;

  VerifyCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    if (InputFile.isStdin(proof) && InputFile.isStdin(trust.file)) {
      throw Failure.usage(
          "read stdin: expected one of PROOF and TRUST there, got both", "name a file for one");
    }
    if (since != null && InputFile.isStdin(since)) {
      throw Failure.usage("read --since: expected a file, got stdin", "name a file");
    }
    if (evidence != null && since == null) {
      throw Failure.usage(
          "read --evidence: expected --since with it", "name what you kept with --since");
    }
    byte[] anchors = InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams);
    byte[] file = InputFile.read(proof, AuthorityProof.MAX_SIZE, streams);
    if (Misbehaviour.isOne(file)) {
      if (since != null) {
        throw Failure.usage(
            "read --since: expected none with evidence of misbehaviour", "leave it out");
      }
      return Evidence.print(file, anchors, json.wanted, streams);
    }
    if (since == null) {
      return Verdicts.print(Verdicts.onFile(file, anchors), json.wanted, streams);
    }
    KeptHistory older = older(since, streams);
    Verdict verdict = Verdicts.onFile(file, anchors, older);
    Evidence.write(evidence, rewritten(verdict, file, anchors, older), streams);
    return Verdicts.print(verdict, json.wanted, streams);
  }

  /** Reads what somebody kept. */
  static KeptHistory older(Path file, Streams streams) throws Failure {
    try {
      return KeptHistory.parse(InputFile.read(file, KeptHistory.MAX_SIZE, streams));
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    }
  }

  private static Optional<Misbehaviour> rewritten(
      Verdict verdict, byte[] file, byte[] anchors, KeptHistory older) {
    if (verdict.refusal().filter(r -> r.reason() == Reason.HISTORY_REWRITTEN).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Misbehaviour.of(
          Comparison.of(older, KeptHistory.parse(file), TrustAnchors.parse(anchors)));
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible); // the verdict rests on the same comparison
    }
  }
}
