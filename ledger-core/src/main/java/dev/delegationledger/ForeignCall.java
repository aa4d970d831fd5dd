package dev.delegationledger;

import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the evidence of a call that tokens of another program permitted: the tokens, the proof of
 * possession and the call, as a tool server judged them. It is admitted only if they are permitted
 * by the same rules at its record, and if no earlier one was made with the same proof of
 * possession: so append it before the tool is called, and one proof opens the tool once. Tokens,
 * proof and arguments are hidden in one slot; the tool, the audience and the keys are in clear. For
 * one thread; makes one draft.
 */
public final class ForeignCall extends Builder {
  private final AatVerdict verdict;
  private final Value presented;
  private Optional<String> audience = Optional.empty();

  private ForeignCall(AatVerdict verdict, Value presented) {
    this.verdict = verdict;
    this.presented = presented;
  }

  /**
   * A call that was just permitted.
   *
   * @param verdict what was said of it
   * @param tokens the compact tokens it was said of, root first
   * @param possession the compact proof of possession
   * @throws IllegalArgumentException if it was not permitted
   */
  public static ForeignCall of(AatVerdict verdict, List<String> tokens, String possession) {
    if (!verdict.permitted()) {
      throw new IllegalArgumentException("record call: expected one that was permitted");
    }
    Value presented =
        Value.obj(
            Map.of(
                "tokens", Value.arr(tokens.stream().<Value>map(Value::of).toList()),
                "possession", Value.of(possession),
                "arguments", Value.obj(verdict.call().arguments())));
    return new ForeignCall(verdict, presented);
  }

  /** The audience that was demanded; none if none was. */
  public ForeignCall audience(String server) {
    requireOpen();
    audience = Optional.of(server);
    return this;
  }

  /**
   * The draft, to be signed by an enrolled service. Signing it throws {@code
   * IllegalArgumentException} if tokens, proof and arguments together have more characters than one
   * disclosure may: about 49,000.
   *
   * @param anchor the issuer's key that the root token was verified under; that it is trusted is
   *     the service's word
   */
  public Draft<Recorded> by(VerifyingKey anchor, Enrolled service, Signer serviceKey) {
    AatVerdict.Hop leaf = verdict.chain().get(verdict.chain().size() - 1);
    String used = verdict.possession().orElseThrow().id();
    return finish(
        serviceKey,
        writing ->
            new Statement.ForeignCall(
                writing.issued(),
                service.hash(),
                anchor,
                audience,
                verdict.call().tool(),
                leaf.holder(),
                used,
                writing.hide(SlotName.PRESENTED, presented)),
        Recorded::new);
  }
}
