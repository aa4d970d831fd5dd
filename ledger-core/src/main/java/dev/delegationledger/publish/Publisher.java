package dev.delegationledger.publish;

import dev.delegationledger.append.Sequencer;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.model.RefusedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Shows a ledger's checkpoints to the witnesses of a policy (C2SP tlog-witness), each newest one to
 * all of them at once, and has the ledger keep what enough of them cosigned. Thread-safe.
 *
 * <p>It works in threads of its own. Appending waits for none of them: all that it does for
 * publishing is to write down a cosigned checkpoint, in its turn. Of what was appended meanwhile
 * only the newest checkpoint is published next, and that covers all.
 *
 * <p>A witness that cannot be reached, refuses or lies is left alone for longer and longer, and
 * asked again; {@link #status} says how it stands. Nothing is lost.
 */
public final class Publisher implements AutoCloseable {
  /** So that the lines of all, and the ledger's own two, have room under a checkpoint. */
  private static final int MOST_WITNESSES = 14;

  private static final int MOST_NAME_BYTES = 255;
  private static final long MOST_SECONDS_TO_CLOSE = 5;

  private final Sequencer sequencer;
  private final List<WitnessStatus> without;
  private final List<Feed> feeds;
  private final PublishingLoop loop;
  private final Thread thread;
  private final ExecutorService askers;

  private Publisher(
      Sequencer sequencer,
      List<WitnessStatus> without,
      List<Feed> feeds,
      PublishingLoop loop,
      ExecutorService askers) {
    this.sequencer = sequencer;
    this.without = List.copyOf(without);
    this.feeds = List.copyOf(feeds);
    this.loop = loop;
    this.thread = daemons("publisher").newThread(loop);
    this.askers = askers;
  }

  /**
   * Begins to publish.
   *
   * @throws IllegalArgumentException if the policy cannot be one for this ledger, demands no
   *     witness, gives a URL for more than {@value #MOST_WITNESSES} witnesses or for too few to be
   *     enough, or one that is not {@code http} or {@code https} with a host, and nothing but a
   *     path behind
   * @throws IllegalStateException if something publishes this ledger already
   */
  public static Publisher begin(
      Sequencer sequencer, Publishing how, Clock clock, SecureRandom random) {
    WitnessPolicy policy = how.policy();
    requireFor(sequencer, policy);
    List<WitnessPolicy.Witness> asked =
        policy.witnesses().stream().filter(witness -> witness.url().isPresent()).toList();
    requireEnough(asked, policy);
    ExecutorService askers = Executors.newCachedThreadPool(daemons("publisher-witness"));
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(how.timeout())
            .executor(askers)
            .build();
    Optional<SignedCheckpoint> kept = sequencer.cosigned();
    List<Feed> feeds = new ArrayList<>();
    for (WitnessPolicy.Witness witness : asked) {
      WitnessClient client =
          new WitnessClient(
              http, prefix(witness), witness.key(), how.timeout(), sequencer.ledger()::logNode);
      feeds.add(
          new Feed(
              witness, client, how, random, cosignedBy(witness.key(), kept), System.nanoTime()));
    }
    Waiting waiting = new Waiting(Executors.newSingleThreadExecutor(daemons("publisher-teller")));
    Optional<SignedCheckpoint> enough = kept.filter(checkpoint -> isEnough(checkpoint, policy));
    enough.ifPresent(waiting::published);
    PublishingLoop loop =
        new PublishingLoop(
            sequencer,
            how,
            feeds,
            waiting,
            askers,
            clock,
            enough.map(checkpoint -> checkpoint.checkpoint().size()).orElse(0L));
    sequencer.publishTo(loop);
    Publisher publisher = new Publisher(sequencer, withoutUrl(policy), feeds, loop, askers);
    publisher.thread.start();
    return publisher;
  }

  private static void requireFor(Sequencer sequencer, WitnessPolicy policy) {
    try {
      policy.requireFor(sequencer.ledgerKey());
      if (sequencer.secondKey().isPresent()) {
        policy.requireWithout(sequencer.secondKey().get());
      }
    } catch (RefusedException e) {
      throw new IllegalArgumentException("publish: " + e.refusal().detail());
    }
    if (!policy.demandsWitnesses()) {
      throw new IllegalArgumentException("publish: expected a policy with a quorum, got none");
    }
  }

  private static void requireEnough(List<WitnessPolicy.Witness> asked, WitnessPolicy policy) {
    if (asked.size() > MOST_WITNESSES || !policy.isQuorum(asked)) {
      throw new IllegalArgumentException(
          "publish: expected a url for enough witnesses to be a quorum, and for at most "
              + MOST_WITNESSES
              + ", got "
              + asked.size());
    }
    for (WitnessPolicy.Witness witness : asked) {
      prefix(witness);
      if (witness.key().name().getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES) {
        throw new IllegalArgumentException(
            "publish: expected key names of at most " + MOST_NAME_BYTES + " bytes");
      }
    }
  }

  /*
   * Plain http is allowed where the policy says so: what is sent is public, and what comes counts
   * only if it verifies. Whoever stands between can keep cosignatures away, and nothing else.
   */
  private static URI prefix(WitnessPolicy.Witness witness) {
    String url = witness.url().orElseThrow();
    try {
      URI uri = URI.create(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      // said below
    }
    throw new IllegalArgumentException(
        "publish: expected an http or https url of witness "
            + witness.name()
            + " with a host and nothing but a path behind");
  }

  private static long cosignedBy(CosignerKey key, Optional<SignedCheckpoint> kept) {
    try {
      return kept.isPresent() && kept.get().cosignature(key).isPresent()
          ? kept.get().checkpoint().size()
          : 0;
    } catch (RefusedException doesNotVerify) {
      return 0; // the witness says what it cosigned
    }
  }

  private static boolean isEnough(SignedCheckpoint kept, WitnessPolicy policy) {
    try {
      return policy.judge(kept).quorumMet();
    } catch (RefusedException doesNotVerify) {
      return false;
    }
  }

  private static List<WitnessStatus> withoutUrl(WitnessPolicy policy) {
    return policy.witnesses().stream()
        .filter(witness -> witness.url().isEmpty())
        .map(
            witness ->
                new WitnessStatus(
                    witness,
                    WitnessStatus.State.NO_URL,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    "the policy gives no url"))
        .toList();
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, "ledger-" + name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** How it stands with each witness of the policy now, those without a URL last. */
  public List<WitnessStatus> status() {
    List<WitnessStatus> all = new ArrayList<>();
    feeds.forEach(feed -> all.add(feed.status()));
    all.addAll(without);
    return List.copyOf(all);
  }

  /**
   * Why publishing ended by itself, if it did: the ledger's own store failed, or contradicts
   * itself. Close the ledger and open it again.
   */
  public Optional<String> failure() {
    return loop.failure();
  }

  /**
   * Ends publishing; the ledger goes on. Does not wait for any witness. Receipts that wait for
   * cosignatures end with a {@link dev.delegationledger.append.NotCosignedException}; a ledger that
   * publishes again publishes its newest checkpoint, which covers them. To close it again does
   * nothing.
   */
  @Override
  public void close() {
    if (askers.isShutdown()) {
      return;
    }
    loop.end();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS_TO_CLOSE));
      askers.shutdownNow();
      if (!askers.awaitTermination(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        return; // they only wait; daemons
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sequencer.publishNoMore();
    }
  }
}
