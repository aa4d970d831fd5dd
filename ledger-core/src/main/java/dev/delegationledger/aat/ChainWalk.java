package dev.delegationledger.aat;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Argument;
import dev.delegationledger.scope.Narrowed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * One judgement of a token chain, step by step in the order of the draft's section 7: sizes; then
 * each token from the root, its signature before its claims; then the call; then the proof of
 * possession. The first finding ends it. For one judgement, used by one thread.
 */
final class ChainWalk {
  /** What every token has to pass; said to be performed only when every one of them did. */
  private static final Set<AatCheck> OF_TOKENS =
      EnumSet.of(
          AatCheck.TOKEN_FORM,
          AatCheck.SIGNATURES,
          AatCheck.TOKEN_TIMES,
          AatCheck.PARENT_LINKS,
          AatCheck.ATTENUATION);

  private final Set<VerifyingKey> anchors;
  private final Optional<String> audience;
  private final AatCall call;
  private final long timeMs;

  private final List<Token> tokens = new ArrayList<>();
  private final Steps steps = new Steps();
  private Optional<PossessionProof> proof = Optional.empty();

  ChainWalk(Set<VerifyingKey> anchors, Optional<String> audience, AatCall call, long timeMs) {
    this.anchors = anchors;
    this.audience = audience;
    this.call = call;
    this.timeMs = timeMs;
  }

  AatVerdict judge(List<String> chain, String possession) {
    try {
      requireSize(chain);
      for (String compact : chain) {
        next(compact);
      }
      steps.begin(AatCheck.SCOPE);
      requireLeaf();
      OF_TOKENS.forEach(steps::passed);
      requireInScope();
      steps.begin(AatCheck.POSSESSION);
      proof = Optional.of(PossessionProof.of(possession, leaf()));
      new PossessionRules(proof.get(), steps, timeMs).require(call, tokens, audience);
      return verdict(Optional.empty());
    } catch (RefusedException e) {
      return verdict(Optional.of(e.refusal()));
    }
  }

  private AatVerdict verdict(Optional<Refusal> refusal) {
    boolean undecided =
        refusal.filter(r -> r.reason().reasonClass() == ReasonClass.UNDECIDED).isPresent();
    return new AatVerdict(
        refusal.map(AatVerdict::findingOf).orElse(AatVerdict.Finding.PERMITTED),
        refusal,
        call,
        hops(),
        proof.map(PossessionProof::shown),
        steps.passed(),
        refusal.isEmpty() || undecided ? Set.of() : Set.of(steps.current()));
  }

  private void requireSize(List<String> chain) throws RefusedException {
    if (chain.isEmpty()) {
      throw RefusedException.of(
          Reason.ENTRY_MALFORMED, "read chain: expected at least one token, got none");
    }
    require(GrantTerms.size(chain.size(), chain.stream().mapToLong(String::length).sum()));
    steps.passed(AatCheck.CHAIN_SIZE);
  }

  /** The token at the next place. Nothing that stands in it is believed before its signature. */
  private void next(String compact) throws RefusedException {
    steps.begin(AatCheck.TOKEN_FORM);
    CompactJws jws = placed(() -> framed(compact, Token.TYP));
    Token token = tokens.isEmpty() ? root(jws) : derived(jws, leaf());
    requireNewId(token);
    steps.begin(AatCheck.TOKEN_TIMES);
    requireAlive(token);
    if (tokens.isEmpty()) {
      steps.begin(AatCheck.ROOT);
      requireAt(place(), token.terms().root());
      steps.passed(AatCheck.ROOT);
    } else {
      steps.begin(AatCheck.PARENT_LINKS);
      requireParent(token, leaf());
      steps.begin(AatCheck.ATTENUATION);
      requireAt(place(), token.terms().within(leaf().terms()));
    }
    tokens.add(token);
  }

  private Token root(CompactJws jws) throws RefusedException {
    steps.begin(AatCheck.SIGNATURES);
    for (VerifyingKey anchor : anchors) {
      if (jws.verifies(anchor)) {
        steps.begin(AatCheck.TOKEN_FORM);
        return placed(() -> Token.root(jws, anchor));
      }
    }
    throw refused(
        place(),
        Reason.ROOT_NOT_ANCHORED,
        "check signature: expected one by an anchor, of which there are " + anchors.size());
  }

  private Token derived(CompactJws jws, Token parent) throws RefusedException {
    steps.begin(AatCheck.SIGNATURES);
    if (!jws.verifies(parent.terms().holder())) {
      throw refused(
          place(),
          Reason.SIGNATURE_INVALID,
          "check signature: expected one by the key in cnf.jwk of the token before it");
    }
    steps.begin(AatCheck.TOKEN_FORM);
    return placed(() -> Token.derived(jws));
  }

  private void requireNewId(Token token) throws RefusedException {
    Set<String> ids = new HashSet<>();
    tokens.forEach(earlier -> ids.add(earlier.id()));
    if (ids.contains(token.id())) {
      throw refused(
          place(),
          Reason.GRANT_ID_REUSED,
          "check jti: expected a different one in each token of the chain");
    }
  }

  private void requireAlive(Token token) throws RefusedException {
    requireAt(place(), token.terms().issuedBy(timeMs));
    requireAt(place(), token.terms().wellMade(timeMs));
    if (Math.multiplyExact(token.notBefore().orElse(0L), 1000L) > timeMs) {
      throw refused(
          place(),
          Reason.GRANT_NOT_YET_VALID,
          "check nbf: expected it at or before the time it is judged at");
    }
  }

  private void requireParent(Token token, Token parent) throws RefusedException {
    if (!token.parent().equals(Optional.of(parent.hash()))) {
      throw refused(
          place(),
          Reason.PARENT_MISMATCH,
          "check par_hash: expected "
              + parent.hash()
              + ", got "
              + token.parent().map(Object::toString).orElse("none"));
    }
  }

  /** What may be used for a call names tools; what only stands above may name none. */
  private void requireLeaf() throws RefusedException {
    if (!leaf().statesScope()) {
      throw refused(
          OptionalInt.of(tokens.size() - 1),
          Reason.NO_CAPABILITY,
          "check leaf: expected an attenuating_agent_token entry, got none");
    }
  }

  /**
   * The leaf first, then every token above it: attenuation already implies them, and costs little
   * to repeat.
   */
  private void requireInScope() throws RefusedException {
    Map<String, Argument> arguments = new TreeMap<>();
    call.arguments().forEach((name, value) -> arguments.put(name, Argument.of(value)));
    for (int hop = tokens.size() - 1; hop >= 0; hop--) {
      List<Refusal> findings = tokens.get(hop).terms().scope().admit(call.tool(), arguments);
      requireAt(OptionalInt.of(hop), findings.stream().findFirst());
    }
    steps.passed(AatCheck.SCOPE);
  }

  /** Framing and header. A type says what it is, if it says anything. */
  static CompactJws framed(String compact, String typ) throws RefusedException {
    CompactJws jws = CompactJws.parseToken(compact);
    if (!jws.typ().orElse(typ).equals(typ)) {
      throw RefusedException.of(
          Reason.ENTRY_MALFORMED, "check typ: expected " + typ + ", JWT or none, got another");
    }
    return jws;
  }

  private Token leaf() {
    return tokens.get(tokens.size() - 1);
  }

  private OptionalInt place() {
    return OptionalInt.of(tokens.size());
  }

  private interface Reading<T> {
    T read() throws RefusedException;
  }

  private <T> T placed(Reading<T> reading) throws RefusedException {
    try {
      return reading.read();
    } catch (RefusedException e) {
      throw refused(place(), e.refusal().reason(), e.refusal().detail());
    }
  }

  private static void require(Optional<Refusal> finding) throws RefusedException {
    requireAt(OptionalInt.empty(), finding);
  }

  private static void requireAt(OptionalInt hop, Optional<Refusal> finding)
      throws RefusedException {
    if (finding.isPresent()) {
      throw refused(hop, finding.get().reason(), finding.get().detail());
    }
  }

  static RefusedException refused(OptionalInt hop, Reason reason, String detail) {
    return new RefusedException(new Refusal(reason, OptionalLong.empty(), hop, detail));
  }

  private List<AatVerdict.Hop> hops() {
    List<AatVerdict.Hop> hops = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      GrantTerms terms = token.terms();
      List<String> narrowed =
          i == 0 ? List.of() : Narrowed.between(tokens.get(i - 1).terms().scope(), terms.scope());
      hops.add(
          new AatVerdict.Hop(
              token.id(),
              token.issuer(),
              token.hash(),
              Jwk.thumbprint(terms.holder()),
              terms.issuedAt(),
              terms.expiresAt(),
              terms.scope().describe(),
              narrowed,
              token.ignored()));
    }
    return hops;
  }
}
