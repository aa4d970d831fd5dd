package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.authority.AsOf;
import dev.delegationledger.authority.HeldGrant;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Standing;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * What is said about the past of random histories: the same as was said then, and what the
 * reference said to the actions that were tried.
 */
final class PastOfHistoriesTest {
  private static final Histories HISTORIES = new Histories(true);

  /** What an action is refused for before anything is asked about the grants above it. */
  private static final Set<Reason> OF_ITS_FORM =
      EnumSet.of(
          Reason.WRONG_LEDGER,
          Reason.ACTION_STALE,
          Reason.ACTION_LIFETIME,
          Reason.ACTION_EXPIRED,
          Reason.UNKNOWN_REFERENCE,
          Reason.WRONG_KIND,
          Reason.GRANT_ID_MISMATCH,
          Reason.NOT_THE_HOLDER);

  /** What it is refused for after it is known that the grants above it are alive. */
  private static final Set<Reason> OF_ITS_CALL =
      EnumSet.of(
          Reason.TOOL_NOT_GRANTED,
          Reason.ARGUMENT_NOT_GRANTED,
          Reason.ARGUMENT_MISSING,
          Reason.ARGUMENT_OUT_OF_SCOPE,
          Reason.ARGUMENT_NOT_DISCLOSED,
          Reason.CONTEXT_MISSING,
          Reason.CONTEXT_OUT_OF_SCOPE,
          Reason.CONTEXT_NOT_DISCLOSED,
          Reason.AMOUNT_INVALID,
          Reason.SPEND_PER_ACTION,
          Reason.SPEND_EXHAUSTED,
          Reason.APPROVAL_MISSING,
          Reason.JTI_REUSED);

  @Provide
  Arbitrary<List<List<Integer>>> histories() {
    Arbitrary<List<Integer>> step = Arbitraries.integers().between(0, 99).list().ofSize(32);
    return step.list().ofMinSize(1).ofMaxSize(22);
  }

  @Property(
      seed = "21",
      tries = 60,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void everyPastIndex_answersAsALedgerThatEndedThere(@ForAll("histories") List<List<Integer>> steps)
      throws RefusedException {
    Map<Long, Map<Hash, AgentAuthority>> remembered = new LinkedHashMap<>();
    Stage stage = HISTORIES.tell(steps, new Tally(), now -> remembered.put(last(now), said(now)));
    AsOf asOf = stage.asOf();
    for (Map.Entry<Long, Map<Hash, AgentAuthority>> then : remembered.entrySet()) {
      for (Map.Entry<Hash, AgentAuthority> said : then.getValue().entrySet()) {
        AgentAuthority again = asOf.authorityOf(said.getKey(), asOf.after(then.getKey()));
        if (!again.equals(said.getValue())) {
          throw stage.different(
              "as of " + then.getKey() + ": then " + said.getValue() + ", now " + again);
        }
      }
    }
  }

  private static long last(Stage stage) {
    return stage.reference.size() - 1;
  }

  /** Of every agent and service there is. */
  private static Map<Hash, AgentAuthority> said(Stage stage) {
    try {
      AsOf asOf = stage.asOf();
      Position now = asOf.after(last(stage));
      Map<Hash, AgentAuthority> said = new LinkedHashMap<>();
      for (Placed enrolment : stage.world.enrolled(PrincipalKind.AGENT, PrincipalKind.SERVICE)) {
        said.put(enrolment.hash(), asOf.authorityOf(enrolment.hash(), now));
      }
      return said;
    } catch (RefusedException e) {
      throw stage.different("as of now: the code refuses: " + e.getMessage());
    }
  }

  @Property(
      seed = "21",
      tries = 150,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void aGrantIsListedAlive_asFarAsItsActionsArePermitted(
      @ForAll("histories") List<List<Integer>> steps) throws RefusedException {
    Stage stage = HISTORIES.tell(steps, new Tally());
    AsOf asOf = stage.asOf();
    long size = 1;
    for (Stage.Told told : stage.told()) {
      if (told.statement() instanceof Statement.Action action && action.request().isEmpty()) {
        Optional<Standing> listed = listed(stage, action, new Position(size - 1, told.timeMs()));
        if (listed.isPresent() && contradicts(listed.get(), told.refused())) {
          throw stage.different(
              "after " + (size - 1) + ": listed " + listed.get() + ", refused " + told.refused());
        }
      }
      size += told.recorded() ? 1 : 0;
    }
    assertThat(asOf.after(size - 1).index()).isEqualTo(last(stage));
  }

  /** How the grant of an action stood; empty if there was none. */
  private static Optional<Standing> listed(Stage stage, Statement.Action action, Position asOf)
      throws RefusedException {
    Hash hash = action.call().grant();
    Optional<Hash> delegate =
        stage
            .world
            .find(hash)
            .filter(record -> record.index() <= asOf.index())
            .filter(record -> record.statement() instanceof Statement.Grant)
            .map(record -> World.grant(record).delegate());
    if (delegate.isEmpty()) {
      return Optional.empty();
    }
    AgentAuthority authority = stage.asOf().authorityOf(delegate.get(), asOf);
    List<HeldGrant> all = new ArrayList<>(authority.live());
    all.addAll(authority.closed());
    return Optional.of(
        all.stream()
            .filter(held -> held.hash().equals(hash))
            .findFirst()
            .orElseThrow(() -> stage.different("after " + asOf + ": grant not listed " + hash))
            .standing());
  }

  private static boolean contradicts(Standing listed, Optional<Reason> refused) {
    if (refused.isEmpty()) {
      return !listed.isAlive();
    }
    if (OF_ITS_FORM.contains(refused.get())) {
      return false;
    }
    Optional<Reason> reason = listed.refusal().map(Refusal::reason);
    boolean mayBeUsedUp = listed.isAlive() || reason.equals(Optional.of(Reason.USES_EXHAUSTED));
    return mayBeUsedUp
        ? !Stream.concat(OF_ITS_CALL.stream(), reason.stream()).toList().contains(refused.get())
        : !reason.equals(refused);
  }
}
