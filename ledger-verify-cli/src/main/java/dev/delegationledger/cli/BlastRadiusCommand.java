package dev.delegationledger.cli;

import dev.delegationledger.authority.BlastRadius;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.model.Hash;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code blast-radius TARGET --ledger DIR --trust TRUST [--at WHEN] [--json]}: what hangs below it?
 */
@Command(
    name = "blast-radius",
    description =
        "Shows all that hangs below an agent or a grant: the grants below it, their holders, the"
            + " agents that were spawned, and so on, each with whether it is alive, now or as of a"
            + " past record. Reads the whole ledger once, to check it.")
final class BlastRadiusCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "TARGET",
      description =
          "The agent or the grant: digits alone are a record index, anything else is a principal"
              + " id, an entry hash or the jti of a grant (id:42 is the principal id 42, jti:42 the"
              + " jti 42).")
  private String target;

  @Mixin private Options.Ledger ledger;
  @Mixin private Options.Trust trust;
  @Mixin private Options.At at;
  @Mixin private Options.AsJson json;
  @Mixin private Options.Quiet quiet;

  BlastRadiusCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Failure {
    Moment moment = Moment.of(at.when);
    byte[] anchors = InputFile.read(trust.file, TrustAnchors.MAX_SIZE, streams);
    return CheckedLedger.answer(
        ledger.directory,
        anchors,
        json.wanted,
        quiet.of(streams),
        checked -> {
          Hash top = PrincipalReference.of(target).agentOrGrantIn(checked).hash();
          BlastRadius radius = checked.asOf().blastRadius(top, moment.in(checked));
          return new BlastRadiusView(radius, checked, target);
        });
  }
}
