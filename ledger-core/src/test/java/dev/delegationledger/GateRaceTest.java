package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.TestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many at once: nothing slips between a decision and what it depends on. */
final class GateRaceTest {
  private static final int ROUNDS = 8;
  private static final int THREADS = 4;

  /** Runs all of them at the same moment. */
  private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  /** The record of what was done, or why it was refused. */
  private record Done(Optional<Long> record, Optional<Reason> reason) {}

  private static Done act(DelegationLedger ledger, SignedEntry action) {
    try {
      return new Done(Optional.of(ledger.act(action).receipt().record().index()), Optional.empty());
    } catch (AppendRefused refused) {
      return new Done(Optional.empty(), Optional.of(refused.reason()));
    }
  }

  @Test
  void theLastUses_areGivenOnce() throws Exception {
    TestLedger t = TestLedger.open();
    for (int round = 0; round < ROUNDS; round++) {
      Granted twice =
          t.ledger()
              .append(
                  Grant.to(t.payer())
                      .task("T-1", "twice")
                      .tool("erp:refund")
                      .uses(2)
                      .expiresIn(Duration.ofDays(1))
                      .by(t.janeKey()));
      List<Callable<Done>> acts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SignedEntry action = t.sign(Action.under(twice).tool("erp:refund").by(t.payerKey()));
        acts.add(() -> act(t.ledger(), action));
      }
      List<Done> done = atOnce(acts);
      assertThat(done.stream().filter(one -> one.record().isPresent())).hasSize(2);
      assertThat(done.stream().flatMap(one -> one.reason().stream()))
          .containsOnly(Reason.USES_EXHAUSTED);
      assertThat(t.ledger().authorize(Action.under(twice).tool("erp:refund")).reason())
          .contains(Reason.USES_EXHAUSTED);
    }
    t.close();
  }

  @Test
  void noAction_standsBehindTheRevocation_andNoDecisionMissesIt() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      TestLedger t = TestLedger.open();
      AtomicBoolean revoked = new AtomicBoolean();
      AtomicBoolean over = new AtomicBoolean();
      Action asked = t.payment(1);
      List<Callable<List<Done>>> tasks = new ArrayList<>();
      tasks.add(
          () -> {
            Recorded revocation = t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
            revoked.set(true);
            long at = revocation.receipt().record().index();
            return List.of(new Done(Optional.of(at), Optional.of(Reason.GRANT_REVOKED)));
          });
      List<SignedEntry> actions = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        actions.add(t.sign(t.pay(1)));
      }
      tasks.add(
          () -> {
            try {
              return actions.stream().map(action -> act(t.ledger(), action)).toList();
            } finally {
              over.set(true);
            }
          });
      tasks.add(
          () -> {
            List<Done> permittedLate = new ArrayList<>();
            while (!over.get() || !revoked.get()) {
              boolean before = revoked.get();
              if (t.ledger().authorize(asked).isPermitted() && before) {
                permittedLate.add(new Done(Optional.empty(), Optional.empty()));
              }
            }
            return permittedLate;
          });
      List<List<Done>> results = atOnce(tasks);
      long revocation = results.get(0).get(0).record().orElseThrow();
      for (Done done : results.get(1)) {
        assertThat(done.record().orElse(0L)).isLessThan(revocation);
        assertThat(
                done.record().isPresent()
                    || done.reason().equals(Optional.of(Reason.GRANT_REVOKED)))
            .isTrue();
      }
      assertThat(results.get(2)).as("permitted after the revocation was acknowledged").isEmpty();
      assertThat(t.ledger().authorize(asked).reason()).contains(Reason.GRANT_REVOKED);
      t.close();
    }
  }

  @Test
  void anAction_isRecordedOnlyBehindItsApproval() throws Exception {
    Registry r = Registry.open();
    for (int round = 0; round < ROUNDS; round++) {
      Requested request = r.requested(84_000 + round);
      SignedEntry first = r.ledger.sign(Action.of(request).by(r.reconKey));
      SignedEntry second = r.ledger.sign(Action.of(request).by(r.reconKey));
      List<Done> done =
          atOnce(
              List.of(
                  () -> {
                    Recorded approval = r.approve(request, r.carolKey);
                    return new Done(
                        Optional.of(approval.receipt().record().index()), Optional.empty());
                  },
                  () -> act(r.ledger, first),
                  () -> act(r.ledger, second)));
      long approval = done.get(0).record().orElseThrow();
      List<Done> acts = done.subList(1, 3);
      assertThat(acts.stream().filter(one -> one.record().isPresent()).count()).isLessThan(2);
      for (Done one : acts) {
        assertThat(one.record().orElse(Long.MAX_VALUE)).isGreaterThan(approval);
        one.reason()
            .ifPresent(
                reason -> assertThat(reason).isIn(Reason.APPROVAL_MISSING, Reason.REQUEST_USED));
      }
    }
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }
}
