package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.AppendRefused;
import dev.delegationledger.AskedLedger;
import dev.delegationledger.Decision;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Keys;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditingCosigner;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.reference.Stage.Told;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.testing.PinnedText;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.testing.TestClock;
import dev.delegationledger.witness.WitnessStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A history once more, in a real ledger: signed, admitted, recorded by a dishonest operator where
 * it was told so, proven, verified offline and audited.
 */
final class RealLedger {
  private static final Cosigner AUDITOR =
      Cosigner.of("auditor.example/1", InMemorySigner.ed25519(Bytes.of(new byte[32])));

  private final Stage told;
  private final MemoryStore store = MemoryStore.empty();
  private final TestClock clock = TestClock.at(Instant.ofEpochMilli(World.BEGIN));
  private final SecureRandom random = Signing.seeded("real");
  private final Map<Long, SignedEntry> actions = new HashMap<>();
  private final List<String> findings = new ArrayList<>();
  private DelegationLedger ledger;
  private Signer ledgerKey = World.LEDGER.signer();

  private RealLedger(Stage told) {
    this.told = told;
    this.ledger = Histories.ledger(store, clock);
  }

  /**
   * Compares what the real ledger comes to with what the reference says.
   *
   * @param told of histories in which everybody sees everything
   */
  static void compare(Stage told) {
    new RealLedger(told).compare();
  }

  private void compare() {
    long size = 1;
    for (Told attempt : told.told()) {
      clock.set(Instant.ofEpochMilli(attempt.timeMs()));
      SignedEntry entry = told.world.signing.signed(attempt.statement());
      Optional<Decision> decision = decision(attempt, entry);
      Optional<Reason> recorded = admission(attempt, entry);
      decision.ifPresent(said -> alike(said, attempt, recorded));
      AskedLedger.everyGrant_isJudgedAlike(ledger);
      if (attempt.recorded()) {
        if (attempt.statement().kind() == Kind.ACTION) {
          actions.put(size, entry);
          if (attempt.refused().isPresent()) {
            findings.add(found(size, attempt.refused().get()));
          }
          verdict(size, entry, size + 1, World.HR, World.HR2);
        }
        size++;
      }
    }
    for (Map.Entry<Long, SignedEntry> action : actions.entrySet()) {
      verdict(action.getKey(), action.getValue(), size, World.HR, World.HR2);
      verdict(action.getKey(), action.getValue(), size, World.HR);
    }
    AskedLedger.view_equalsTheOneLoaded(ledger, store);
    audit();
    ledger.close();
  }

  /** What the gate says to an action before it is given to the ledger. */
  private Optional<Decision> decision(Told attempt, SignedEntry entry) {
    return attempt.statement().kind() == Kind.ACTION && ledger.find(entry.hash()).isEmpty()
        ? Optional.of(AskedLedger.authorize(ledger, entry))
        : Optional.empty();
  }

  /** It says what recording does, but of the jti, which an action that is not signed has not. */
  private void alike(Decision said, Told attempt, Optional<Reason> recorded) {
    if (attempt.bySomebody() && !recorded.equals(Optional.of(Reason.JTI_REUSED))) {
      assertThat(said.reason()).as(() -> lines("decision")).isEqualTo(recorded);
    } else if (!attempt.bySomebody()) {
      assertThat(said.isPermitted()).as(() -> lines("decision")).isFalse();
    }
  }

  private static String found(long index, Reason reason) {
    return index + " " + reason.code();
  }

  /** What the ledger says, which the reference says too. */
  private Optional<Reason> admission(Told attempt, SignedEntry entry) {
    Optional<Reason> got = append(entry);
    if (attempt.bySomebody() || got.isEmpty()) {
      assertThat(got).as(() -> lines("admission")).isEqualTo(attempt.refused());
    } else {
      // What a key signed that nobody has is refused before the rules are asked.
      assertThat(attempt.refused()).as(() -> lines("admission")).isPresent();
    }
    if (attempt.recorded() && got.isPresent()) {
      ledger = RogueLedger.open(store, ledgerKey, clock, random);
      ledger.append(entry);
      ledger = DelegationLedger.open(store, ledgerKey, clock, random);
    }
    return got;
  }

  private Optional<Reason> append(SignedEntry entry) {
    try {
      if (entry.statement() instanceof Statement.LedgerKeyChange change) {
        Signer next = KeyPool.POOL.of(Judging.thumbprint(change.key())).signer();
        RogueLedger.rotate(ledger, entry, next);
        ledgerKey = next;
      } else {
        ledger.append(entry);
      }
      return Optional.empty();
    } catch (AppendRefused e) {
      return Optional.of(e.reason());
    }
  }

  private void verdict(long index, SignedEntry action, long size, KeyPool.Key... authorities) {
    Set<Hash> trusted =
        Arrays.stream(authorities).map(KeyPool.Key::thumbprint).collect(Collectors.toSet());
    Answer expected = told.reference.verdictAt(index, size, trusted);
    String trust = trustFile(authorities);
    Verdict got = Scene.verify(ledger.prove(action).bytes(), trust);
    Optional<Reason> reason = got.refusal().map(Refusal::reason);
    Verdict hidden = Scene.verify(ledger.prove(action).disclose().bytes(), trust);
    if (hidden.finding() == Verdict.Finding.REFUSED) {
      assertThat(got.finding())
          .as(() -> lines("hidden verdict on " + index))
          .isEqualTo(Verdict.Finding.REFUSED);
    }
    Verdict named = Scene.verify(ledger.prove(action).disclose(Disclose.NAME).bytes(), trust);
    if (named.finding() == Verdict.Finding.PROVEN) {
      assertThat(got.finding())
          .as(() -> lines("verdict on " + index + " with names only"))
          .isEqualTo(Verdict.Finding.PROVEN);
    }
    if (got.checks().failedCodes().contains("signatures")) {
      // The file has no key of this signer: it holds nothing that the action does not rest on.
      assertThat(reason).as(() -> lines("verdict on " + index)).contains(Reason.NOT_THE_HOLDER);
      assertThat(expected).isNotEqualTo(Answer.PROVEN);
    } else if (got.checks().notPerformedCodes().contains("closed-set")) {
      // It refers to nothing: what it rests on is asked for before any rule.
      assertThat(got.refusal()).as(() -> lines("verdict on " + index)).isPresent();
      assertThat(got.refusal().get().reason()).isEqualTo(Reason.RECORD_MISSING);
      assertThat(got.refusal().get().index()).hasValue(index);
      assertThat(expected).isNotEqualTo(Answer.PROVEN);
    } else {
      assertThat(reason)
          .as(() -> lines("verdict on " + index + " at " + size))
          .isEqualTo(expected.reason());
    }
  }

  private void audit() {
    List<Refusal> found = Audits.run(Audit.full(store, trust(World.HR, World.HR2))).findings();
    List<String> got =
        found.stream().map(finding -> found(finding.index().orElse(-1), finding.reason())).toList();
    assertThat(got).as(() -> lines("audit")).isEqualTo(findings);
    if (ledger.checkpoint().checkpoint().size() % 3 == 0) {
      auditor(found); // it derives all of it once more
    }
    try {
      new Convicting(store, trust(World.HR, World.HR2), found).tryAll();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(lines("evidence: " + e), e);
    }
  }

  private static byte[] index(long index) {
    return dev.delegationledger.view.Keys.index(index);
  }

  /** Whoever sees no hidden value signs an honest ledger, and refuses for nothing but a finding. */
  private void auditor(List<Refusal> found) {
    AuditingCosigner auditor =
        AuditingCosigner.of(
            trust(World.HR, World.HR2).of(Histories.ORIGIN, Optional.empty()).orElseThrow(),
            index -> Optional.ofNullable(store.get(Table.RECORDS, index(index))).map(Bytes::of),
            WitnessStore.over(MemoryStore.empty()),
            clock,
            AUDITOR);
    try {
      assertThat(auditor.cosign(ledger.checkpoint())).hasSize(1);
    } catch (RefusedException e) {
      assertThat(found)
          .as(() -> lines("auditor: " + e.refusal()))
          .anyMatch(
              finding ->
                  finding.index().equals(e.refusal().index())
                      && finding.reason() == e.refusal().reason());
    }
  }

  private String trustFile(KeyPool.Key... authorities) {
    String keys =
        Arrays.stream(authorities)
            .map(key -> Keys.toJwk(key.open()))
            .collect(Collectors.joining(","));
    return "{\"version\":1,\"ledgers\":[{"
        + PinnedText.of(ledger.ledgerKeys())
        + ",\"authorities\":["
        + keys
        + "]}]}";
  }

  private TrustAnchors trust(KeyPool.Key... authorities) {
    try {
      return TrustAnchors.parse(trustFile(authorities).getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String lines(String what) {
    return what + "\n" + new Telling(told).lines();
  }
}
