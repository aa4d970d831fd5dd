package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;

import dev.delegationledger.aat.AatCall;
import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.aat.AatVerifier;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.ForeignTokens;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Calls that tokens of another program permit, and what is wrong with some. */
final class ForeignCallCases {
  static final String AUDIENCE = "https://tools.example.com";
  static final InMemorySigner ISSUER = seeded(1);
  static final InMemorySigner PLANNER = seeded(2);
  static final InMemorySigner WORKER = seeded(3);

  private static final int MAX = 100;

  private ForeignCallCases() {}

  private static InMemorySigner seeded(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return InMemorySigner.ed25519(Bytes.of(bytes));
  }

  /** Tokens that were made a minute ago for an hour. */
  static ForeignTokens tokens(Registry r) {
    long now = r.time.instant().getEpochSecond();
    return new ForeignTokens("one", ISSUER, PLANNER, WORKER, now - 60, now + 3_600, MAX, MAX);
  }

  static String proof(Registry r, String id, long amount) {
    return tokens(r).proof(id, r.time.instant().getEpochSecond(), Optional.of(AUDIENCE), amount);
  }

  static AatVerdict verdict(Registry r, String proof, long amount) {
    return AatVerifier.trusting(ISSUER.publicKey())
        .forAudience(AUDIENCE)
        .verify(
            tokens(r).chain(),
            proof,
            new AatCall(ForeignTokens.TOOL, ForeignTokens.arguments(amount).members()),
            r.time.instant());
  }

  /** A call as a tool server that judged it reports it. */
  static ForeignCall call(Registry r, String id) {
    String proof = proof(r, id, MAX);
    return ForeignCall.of(verdict(r, proof, MAX), tokens(r).chain(), proof).audience(AUDIENCE);
  }

  private static Draft<Recorded> draftOf(ForeignCall call, Enrolled service, Signer key) {
    return call.by(ISSUER.publicKey(), service, key);
  }

  private static Map<String, Value> presented(ForeignTokens tokens, String proof, long amount) {
    Map<String, Value> presented = new TreeMap<>();
    presented.put("tokens", Value.arr(tokens.chain().stream().<Value>map(Value::of).toList()));
    presented.put("possession", Value.of(proof));
    presented.put("arguments", ForeignTokens.arguments(amount));
    return presented;
  }

  /** A foreign call that states what it likes. */
  private static SignedEntry stating(
      Registry r, Map<String, Value> presented, UnaryOperator<Statement.ForeignCall> change) {
    Disclosure disclosure = Disclosure.create(r.random, SlotName.PRESENTED, Value.obj(presented));
    Statement.ForeignCall statement =
        new Statement.ForeignCall(
            new Issued(
                Jwk.thumbprint(r.erpKey.publicKey()),
                Optional.of(r.ledger.id()),
                "call-" + disclosure.digest().base64Url(),
                r.time.instant().getEpochSecond(),
                Set.of()),
            r.erp.hash(),
            ISSUER.publicKey(),
            Optional.of(AUDIENCE),
            ForeignTokens.TOOL,
            Jwk.thumbprint(WORKER.publicKey()),
            "pop-1",
            new Slot.Hidden(disclosure.digest()));
    Statement.ForeignCall changed = change.apply(statement);
    return SignedEntry.sign(
        changed,
        r.erpKey,
        changed.presented() instanceof Slot.Hidden ? List.of(disclosure) : List.of());
  }

  private static SignedEntry presenting(Registry r, ForeignTokens tokens, long amount) {
    String proof =
        tokens.proof("pop-1", r.time.instant().getEpochSecond(), Optional.of(AUDIENCE), amount);
    return stating(r, presented(tokens, proof, amount), same -> same);
  }

  private static Map<String, Value> good(Registry r) {
    return presented(tokens(r), proof(r, "pop-1", MAX), MAX);
  }

  private static Statement.ForeignCall with(
      Statement.ForeignCall call, String audience, String tool, String possession) {
    return with(call, Optional.of(audience), tool, call.holder(), possession, call.presented());
  }

  private static Statement.ForeignCall with(
      Statement.ForeignCall call,
      Optional<String> audience,
      String tool,
      Hash holder,
      String possession,
      Slot presented) {
    return new Statement.ForeignCall(
        call.issued(),
        call.service(),
        call.anchor(),
        audience,
        tool,
        holder,
        possession,
        presented);
  }

  static List<RegistryCase> refusals() {
    return List.of(
        draft(
            Reason.FOREIGN_CALL_WITHOUT_STANDING,
            "a foreign call reported by an agent",
            r -> draftOf(call(r, "pop-1"), r.erp, r.reconKey)),
        draft(
            Reason.FOREIGN_CALL_WITHOUT_STANDING,
            "a foreign call, an organisation as the service",
            r -> draftOf(call(r, "pop-1"), r.acme, r.acmeKey)),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a foreign call, reported by a service that was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.erp).by(r.hr));
              return draftOf(call(r, "pop-1"), r.erp, r.erpKey);
            }),
        draft(
            Reason.JTI_REUSED,
            "a second call with one proof of possession",
            r -> {
              r.ledger.append(draftOf(call(r, "pop-1"), r.erp, r.erpKey));
              return draftOf(call(r, "pop-1"), r.erp, r.erpKey);
            }),
        draft(
            Reason.POP_STALE,
            "a foreign call that is reported too late",
            r -> {
              ForeignCall call = call(r, "pop-1");
              r.time.move(Duration.ofMillis(30_001));
              return draftOf(call, r.erp, r.erpKey);
            }),
        draft(
            Reason.ROOT_NOT_ANCHORED,
            "a foreign call, another anchor than the issuer's key",
            r -> call(r, "pop-1").by(PLANNER.publicKey(), r.erp, r.erpKey)),
        entry(
            Reason.AUDIENCE_MISMATCH,
            "a proof for another tool server",
            r ->
                stating(
                    r, good(r), c -> with(c, "https://other.example", c.tool(), c.possession()))),
        entry(
            Reason.POP_MISMATCH,
            "other arguments than the proof states",
            r -> stating(r, presented(tokens(r), proof(r, "pop-1", MAX), MAX - 1), c -> c)),
        entry(
            Reason.POP_MISMATCH,
            "another jti than the proof has",
            r -> stating(r, good(r), c -> with(c, AUDIENCE, c.tool(), "pop-2"))),
        entry(
            Reason.POP_MISMATCH,
            "another holder than the leaf has",
            r ->
                stating(
                    r,
                    good(r),
                    c ->
                        with(
                            c,
                            c.audience(),
                            c.tool(),
                            Jwk.thumbprint(PLANNER.publicKey()),
                            c.possession(),
                            c.presented()))),
        entry(
            Reason.TOOL_NOT_GRANTED,
            "a tool that the tokens do not name",
            r -> stating(r, good(r), c -> with(c, AUDIENCE, "erp:delete", c.possession()))),
        entry(
            Reason.ARGUMENT_OUT_OF_SCOPE,
            "a foreign call for more than the tokens allow",
            r -> presenting(r, tokens(r), MAX + 1)),
        entry(
            Reason.SCOPE_WIDENED,
            "a token that allows more than the one before it",
            r -> {
              long now = r.time.instant().getEpochSecond();
              return presenting(
                  r,
                  new ForeignTokens(
                      "one", ISSUER, PLANNER, WORKER, now - 60, now + 60, MAX, MAX + 1),
                  MAX);
            }),
        entry(
            Reason.CLAIMS_MALFORMED,
            "what was presented has one member more",
            r -> {
              Map<String, Value> presented = good(r);
              presented.put("more", Value.of(1));
              return stating(r, presented, c -> c);
            }),
        entry(
            Reason.CLAIMS_MALFORMED,
            "arguments that are a list",
            r -> {
              Map<String, Value> presented = good(r);
              presented.put("arguments", Value.arr(List.of()));
              return stating(r, presented, c -> c);
            }),
        entry(
            Reason.ARGUMENT_NOT_DISCLOSED,
            "a foreign call without what was presented",
            r ->
                Forge.of(r.ledger.sign(draftOf(call(r, "pop-1"), r.erp, r.erpKey)))
                    .withoutDisclosures()
                    .by(r.erpKey)));
  }

  static List<RegistryCase> neighbours() {
    return List.of(
        draft(
            Reason.FOREIGN_CALL_WITHOUT_STANDING,
            "reported by the service that judged it",
            r -> draftOf(call(r, "pop-1"), r.erp, r.erpKey)),
        draft(
            Reason.JTI_REUSED,
            "another proof of possession",
            r -> {
              r.ledger.append(draftOf(call(r, "pop-1"), r.erp, r.erpKey));
              return draftOf(call(r, "pop-2"), r.erp, r.erpKey);
            }),
        draft(
            Reason.POP_STALE,
            "reported just in time",
            r -> {
              ForeignCall call = call(r, "pop-1");
              r.time.move(Duration.ofSeconds(30));
              return draftOf(call, r.erp, r.erpKey);
            }),
        draft(
            Reason.ROOT_NOT_ANCHORED,
            "the issuer's key as the anchor",
            r -> draftOf(call(r, "pop-1"), r.erp, r.erpKey)),
        entry(
            Reason.AUDIENCE_MISMATCH,
            "no audience demanded",
            r ->
                stating(
                    r,
                    good(r),
                    c ->
                        with(
                            c,
                            Optional.empty(),
                            c.tool(),
                            c.holder(),
                            c.possession(),
                            c.presented()))),
        entry(
            Reason.POP_MISMATCH,
            "the arguments and the jti of the proof",
            r -> presenting(r, tokens(r), MAX - 1)),
        entry(
            Reason.TOOL_NOT_GRANTED,
            "the tool that the tokens name",
            r -> stating(r, good(r), c -> with(c, AUDIENCE, ForeignTokens.TOOL, "pop-1"))),
        entry(
            Reason.ARGUMENT_OUT_OF_SCOPE,
            "as much as the tokens allow",
            r -> presenting(r, tokens(r), MAX)),
        entry(
            Reason.SCOPE_WIDENED,
            "a token that allows less than the one before it",
            r -> {
              long now = r.time.instant().getEpochSecond();
              return presenting(
                  r,
                  new ForeignTokens(
                      "one", ISSUER, PLANNER, WORKER, now - 60, now + 60, MAX, MAX - 1),
                  MAX - 1);
            }),
        entry(
            Reason.ARGUMENT_NOT_DISCLOSED,
            "what was presented in clear",
            r ->
                stating(
                    r,
                    Map.of(),
                    c ->
                        with(
                            c,
                            c.audience(),
                            c.tool(),
                            c.holder(),
                            c.possession(),
                            new Slot.Open(Value.obj(good(r)))))),
        entry(
            Reason.CLAIMS_MALFORMED,
            "exactly what the tool server saw",
            r -> stating(r, good(r), c -> c)));
  }
}
