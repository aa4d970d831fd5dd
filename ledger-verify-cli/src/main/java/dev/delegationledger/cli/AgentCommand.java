package dev.delegationledger.cli;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.model.Hash;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code agent ID --ledger DIR --trust TRUST [--at WHEN] [--json]}: who is it, what may it do? */
@Command(
    name = "agent",
    description =
        "Says of an agent or a service whether it is alive, who answers for it, what it may do and"
            + " what is left of its limits, now or as of a past record. Reads the whole ledger"
            + " once, to check it. Ends with 0 only if the agent is alive.")
final class AgentCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description =
          "The agent: digits alone are a record index, anything else is its principal id or the"
              + " entry hash of an enrolment of it (id:42 is the principal id 42, hash:-x... a hash"
              + " that begins with a dash).")
  private String id;

  @Mixin private Options.Ledger ledger;
  @Mixin private Options.Trust trust;
  @Mixin private Options.At at;
  @Mixin private Options.AsJson json;
  @Mixin private Options.Quiet quiet;

  AgentCommand(Streams streams) {
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
          Hash agent = PrincipalReference.of(id).agentIn(checked).hash();
          return new AgentView(checked.asOf().authorityOf(agent, moment.in(checked)), id, checked);
        });
  }
}
