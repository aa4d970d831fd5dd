package dev.delegationledger.cli;

import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.model.RefusedException;

/**
 * What an agent could do, as JSON and as text.
 *
 * @param asked what the command line names
 */
record AgentView(AgentAuthority authority, String asked, CheckedLedger ledger)
    implements CheckedLedger.Answer {
  @Override
  public JsonObject json() throws RefusedException {
    return AgentJson.of(authority, ledger);
  }

  @Override
  public String text() throws RefusedException {
    return AgentText.of(authority, asked, ledger);
  }

  @Override
  public int exitCode() {
    return Standings.exitCode(authority.standing());
  }
}
