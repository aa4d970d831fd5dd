package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.ForeignTokens;
import java.util.Base64;
import java.util.List;

/**
 * Section 16, and of section 13 what the tokens of {@link ForeignSteps} can get wrong: who issued
 * them, times, amounts, audience and call. Their signatures are right.
 */
final class Foreign {
  private final Judging j;

  Foreign(Judging judging) {
    this.j = judging;
  }

  void call(Placed x) {
    j.form(x);
    Statement.ForeignCall says = (Statement.ForeignCall) x.statement();
    j.closings.service(x, says.service(), Reason.FOREIGN_CALL_WITHOUT_STANDING);
    Value presented = x.shown().get("presented");
    if (presented == null) {
      throw new Broken(Reason.ARGUMENT_NOT_DISCLOSED);
    }
    try {
      tokens(x, says, Members.of(presented, "", Reason.CLAIMS_MALFORMED));
    } catch (RefusedException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private void tokens(Placed x, Statement.ForeignCall says, Members presented)
      throws RefusedException {
    List<String> tokens = presented.texts("tokens");
    Members root = claims(tokens.get(0));
    Members leaf = claims(tokens.get(1));
    String issuer = root.text("iss");
    String name = issuer.substring(issuer.lastIndexOf('/') + 1);
    j.check(
        KeyPool.POOL.of(Judging.thumbprint(says.anchor())).name().equals(name),
        Reason.ROOT_NOT_ANCHORED);
    times(root, x.timeMs());
    times(leaf, x.timeMs());
    j.check(max(leaf) <= max(root), Reason.SCOPE_WIDENED);
    Members arguments = presented.object("arguments");
    j.check(says.tool().equals(ForeignTokens.TOOL), Reason.TOOL_NOT_GRANTED);
    j.check(
        arguments.whole("amount") <= max(leaf) && arguments.whole("amount") <= max(root),
        Reason.ARGUMENT_OUT_OF_SCOPE);
    Members proof = claims(presented.text("possession"));
    if (says.audience().isPresent()) {
      j.check(proof.optionalText("aat_aud").equals(says.audience()), Reason.AUDIENCE_MISMATCH);
    }
    j.check(proof.object("hta").whole("amount") == arguments.whole("amount"), Reason.POP_MISMATCH);
    long age = x.timeMs() - proof.whole("iat") * 1000;
    j.check(-30_000 <= age && age <= 30_000, Reason.POP_STALE);
    Value holder = leaf.object("cnf").value("jwk");
    j.check(
        holder.equals(Jwk.toValue(KeyPool.POOL.of(says.holder()).open()))
            && proof.text("jti").equals(says.possession()),
        Reason.POP_MISMATCH);
  }

  /** With the whole ledger at hand. */
  void used(Placed x) {
    Statement.ForeignCall says = (Statement.ForeignCall) x.statement();
    boolean before =
        j.happened.log().stream()
            .filter(r -> r.index() < x.index())
            .anyMatch(
                r ->
                    r.statement() instanceof Statement.ForeignCall other
                        && other.holder().equals(says.holder())
                        && other.possession().equals(says.possession()));
    j.check(!before, Reason.JTI_REUSED);
  }

  private void times(Members token, long timeMs) throws RefusedException {
    j.check(token.whole("iat") * 1000 <= timeMs + 30_000, Reason.ISSUED_IN_FUTURE);
    j.check(token.whole("exp") > token.whole("iat"), Reason.LIFETIME_EXCEEDED);
    j.check(timeMs < token.whole("exp") * 1000, Reason.GRANT_EXPIRED);
  }

  private static long max(Members token) throws RefusedException {
    Value entry = token.list("authorization_details").get(0);
    return Members.of(entry, "", Reason.CLAIMS_MALFORMED)
        .object("tools")
        .object(ForeignTokens.TOOL)
        .object("amount")
        .whole("max");
  }

  private static Members claims(String compact) throws RefusedException {
    byte[] payload = Base64.getUrlDecoder().decode(compact.split("\\.", -1)[1]);
    try {
      return Members.of(Json.parse(payload, payload.length), "", Reason.CLAIMS_MALFORMED);
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }
}
