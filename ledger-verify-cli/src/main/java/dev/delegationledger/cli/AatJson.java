package dev.delegationledger.cli;

import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.time.Instant;

/** A verdict on a token chain as JSON. Readers ignore members they do not know. */
final class AatJson {
  private AatJson() {}

  static JsonObject of(AatVerdict verdict, Instant time) {
    return new JsonObject()
        .put("verdict", verdict.finding().code())
        .put("reason", verdict.refusal().map(Refusal::reason).map(Named::code))
        .put("detail", verdict.refusal().map(Refusal::detail))
        .put("at", verdict.refusal().map(VerdictJson::at).orElse(Value.NULL))
        .put("time", Times.ofMillis(time.toEpochMilli()))
        .put("call", call(verdict))
        .put("chain", Value.arr(verdict.chain().stream().map(h -> hop(h).value()).toList()))
        .put("possession", verdict.possession().map(AatJson::possession).orElse(Value.NULL))
        .put("checks", checks(verdict))
        .putTexts("ignoredClaims", verdict.ignoredClaims());
  }

  private static JsonObject call(AatVerdict verdict) {
    JsonObject arguments = new JsonObject();
    verdict.call().arguments().forEach(arguments::putForeign);
    return new JsonObject().put("tool", verdict.call().tool()).put("arguments", arguments);
  }

  private static JsonObject hop(AatVerdict.Hop hop) {
    return new JsonObject()
        .put("token", hop.id())
        .put("issuer", hop.issuer())
        .put("hash", hop.hash().base64Url())
        .put("holder", hop.holder().base64Url())
        .put("issuedAt", Times.ofSeconds(hop.issuedAt()))
        .put("expiresAt", Times.ofSeconds(hop.expiresAt()))
        .put("allows", hop.allows())
        .putTexts("narrowed", hop.narrowed());
  }

  private static Value possession(AatVerdict.Possession possession) {
    return new JsonObject()
        .put("id", possession.id())
        .put("issuedAt", Times.ofSeconds(possession.issuedAt()))
        .put("audience", possession.audience())
        .value();
  }

  private static JsonObject checks(AatVerdict verdict) {
    return new JsonObject()
        .putTexts("performed", verdict.performedCodes())
        .putTexts("failed", verdict.failedCodes())
        .putTexts("notPerformed", verdict.notPerformedCodes());
  }
}
