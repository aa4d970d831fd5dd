package dev.delegationledger.cli;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.proof.AuthorityProof;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code verify PROOF --trust TRUST [--json]}: offline, without RocksDB. */
@Command(
    name = "verify",
    description = "Verifies a proof file offline: which human authorised the action, through whom?")
final class VerifyCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "PROOF",
      description = "The proof file, at most 4 MiB; - is stdin.")
  private Path proof;

  @Mixin private Options.Trust trust;
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
    byte[] anchors = InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams);
    byte[] evidence = InputFile.read(proof, AuthorityProof.MAX_SIZE, streams);
    return Verdicts.print(Verdicts.onFile(evidence, anchors), json.wanted, streams);
  }
}
