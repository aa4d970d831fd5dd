package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.authority.AsOf;
import dev.delegationledger.authority.BlastRadius;
import dev.delegationledger.authority.HeldGrant;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Standing;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * What is said to hang below every agent and grant of random histories: all that a slow search
 * finds, each as it is said of it alone, and nothing alive that falls with a top that is closed.
 */
final class BlastRadiusOfHistoriesTest {
  private static final Histories HISTORIES = new Histories(true);

  @Provide
  Arbitrary<List<List<Integer>>> histories() {
    Arbitrary<List<Integer>> step = Arbitraries.integers().between(0, 99).list().ofSize(32);
    return step.list().ofMinSize(1).ofMaxSize(22);
  }

  @Property(
      seed = "22",
      tries = 150,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void everyTree_isWhole_andSaysOfEachWhatIsSaidOfItAlone(
      @ForAll("histories") List<List<Integer>> steps) throws RefusedException {
    Stage stage = HISTORIES.tell(steps, new Tally());
    AsOf asOf = stage.asOf();
    long size = stage.reference.size();
    for (long last : List.of(size - 1, size / 2)) {
      Position then = asOf.after(last);
      List<Placed> log = stage.world.log.subList(0, (int) last + 1);
      Map<Hash, AgentAuthority> alone = new HashMap<>();
      Map<Hash, HeldGrant> grants = new HashMap<>();
      for (Placed actor : log.stream().filter(BlastRadiusOfHistoriesTest::isActor).toList()) {
        AgentAuthority authority = asOf.authorityOf(actor.hash(), then);
        alone.put(actor.hash(), authority);
        authority.live().forEach(grant -> grants.put(grant.hash(), grant));
        authority.closed().forEach(grant -> grants.put(grant.hash(), grant));
      }
      for (Placed top : log) {
        if (isActor(top) || top.kind() == Kind.GRANT) {
          BlastRadius radius = asOf.blastRadius(top.hash(), then);
          assertThat(falling(radius)).as("below %s", top.index()).isEqualTo(slow(top, log));
          for (BlastRadius.Node node : radius.nodes()) {
            assertThat(node.standing())
                .isEqualTo(
                    node.grant().isPresent()
                        ? node.grant().get().standing()
                        : Objects.requireNonNull(alone.get(node.hash())).standing());
            node.grant()
                .filter(grant -> grants.containsKey(grant.hash()))
                .ifPresent(grant -> assertThat(grant).isEqualTo(grants.get(grant.hash())));
            assertThat(node.falls() && node.standing().isAlive() && isOver(radius.standing()))
                .as("%s falls with %s", node.index(), top.index())
                .isFalse();
          }
        }
      }
    }
  }

  /** A grant of a rotated key is nobody's to act under, and can still be handed off. */
  private static boolean isOver(Standing standing) {
    return standing.refusal().filter(refusal -> refusal.reason() != Reason.KEY_ROTATED).isPresent();
  }

  private static boolean isActor(Placed record) {
    return record.statement() instanceof Statement.Enrolment enrolment
        && (enrolment.principal() == PrincipalKind.AGENT
            || enrolment.principal() == PrincipalKind.SERVICE);
  }

  private static Set<Long> falling(BlastRadius radius) {
    return radius.nodes().stream()
        .filter(BlastRadius.Node::falls)
        .map(BlastRadius.Node::index)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Goes through the whole log again and again, until nothing more falls. */
  private static Set<Long> slow(Placed top, List<Placed> log) {
    List<Hash> falling =
        new ArrayList<>(List.of(isActor(top) ? first(top.hash(), log) : top.hash()));
    int before;
    do {
      before = falling.size();
      for (Placed record : log) {
        if (!falling.contains(record.hash()) && falls(record, falling, log)) {
          falling.add(record.hash());
        }
      }
    } while (falling.size() > before);
    return log.stream()
        .filter(record -> falling.contains(record.hash()))
        .map(Placed::index)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean falls(Placed record, List<Hash> falling, List<Placed> log) {
    if (record.statement() instanceof Statement.Grant grant) {
      return grant.parent().filter(falling::contains).isPresent()
          || falling.contains(first(grant.delegate(), log));
    }
    return record.statement() instanceof Statement.Enrolment enrolment
        && enrolment.rotates().isEmpty()
        && enrolment
            .agent()
            .flatMap(Statement.AgentFacts::spawner)
            .filter(spawner -> falling.contains(first(spawner, log)))
            .isPresent();
  }

  private static Hash first(Hash enrolment, List<Placed> log) {
    Optional<Placed> later = find(enrolment, log);
    if (later.isPresent()
        && later.get().statement() instanceof Statement.Enrolment rotation
        && rotation.rotates().isPresent()) {
      Optional<Placed> before = find(rotation.rotates().get(), log);
      if (before.isPresent()
          && before.get().index() < later.get().index()
          && before.get().statement() instanceof Statement.Enrolment rotated
          && rotated.id().equals(rotation.id())
          && rotated.principal() == rotation.principal()) {
        return first(rotation.rotates().get(), log);
      }
    }
    return enrolment;
  }

  private static Optional<Placed> find(Hash hash, List<Placed> log) {
    return log.stream().filter(record -> record.hash().equals(hash)).findFirst();
  }
}
