package dev.delegationledger.cli;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.evidence.EvidenceVerifier;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.model.RefusedException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How commands read and write evidence of misbehaviour. */
final class Evidence {
  private Evidence() {}

  /** Prints what an evidence file comes to; its exit code. */
  static int print(byte[] file, byte[] trust, boolean json, Streams streams) throws Failure {
    EvidenceVerdict verdict;
    try {
      verdict = EvidenceVerifier.trusting(TrustAnchors.parse(trust)).verify(file);
    } catch (RefusedException e) {
      throw Failure.refused(e.refusal());
    }
    EvidenceView view = new EvidenceView(verdict);
    if (json) {
      streams.out().println(view.json().line());
    } else {
      streams.out().print(view.text());
    }
    return verdict.exitCode();
  }

  /** Writes evidence where it was asked for, and says on stderr whether there is any. */
  static void write(@Nullable Path file, Optional<Misbehaviour> evidence, Streams streams)
      throws Failure {
    if (file == null) {
      return;
    }
    if (evidence.isEmpty()) {
      streams
          .err()
          .println("ledger-verify: nothing here convicts the ledger's key; no file was written");
      return;
    }
    byte[] content = evidence.get().toBytes();
    OutputFile.write(file, content);
    streams
        .err()
        .println(
            "ledger-verify: wrote "
                + SafeText.of(file.toString())
                + ", "
                + content.length
                + " bytes of evidence: "
                + evidence.get().kind().code());
  }
}
