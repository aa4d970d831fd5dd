package dev.delegationledger.testing;

import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An action to be tampered with. */
public final class ForgedAction extends Forged<ForgedAction> {
  public long expiresAt;
  public String grantId;
  public Hash grant;
  public String tool;
  public Optional<String> audience;
  public SortedMap<String, Slot> arguments;
  public SortedMap<String, Slot> context;
  public Optional<Slot> intent;
  public Optional<Hash> request;
  public Optional<Hash> causedBy;

  private ForgedAction(SignedEntry good) {
    super(good);
    Statement.Action action = (Statement.Action) good.statement();
    expiresAt = action.expiresAt();
    grantId = action.call().grantId();
    grant = action.call().grant();
    tool = action.call().tool();
    audience = action.call().audience();
    arguments = new TreeMap<>(action.call().arguments());
    context = new TreeMap<>(action.call().context());
    request = action.request();
    intent = action.call().intent();
    causedBy = action.causedBy();
  }

  /** Begins with a good one. */
  public static ForgedAction of(SignedEntry good) {
    return new ForgedAction(good);
  }

  @Override
  Statement statement(Issued issued) {
    return new Statement.Action(
        issued,
        expiresAt,
        new Statement.Call(grantId, grant, tool, audience, arguments, context, intent),
        request,
        causedBy);
  }
}
